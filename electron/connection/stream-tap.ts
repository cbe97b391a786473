import type { XmlDirection } from '../../shared/domain/xml-console.ts'
import type { Element } from '../stanza/element.ts'

/**
 * Sees everything that goes in or out (what comes in as it was read, headers of streams too; what goes out as it is
 * written), with the secrets in it. Never throws.
 */
export type StreamTap = (direction: XmlDirection, what: Element | string) => void
