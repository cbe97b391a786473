import type { XmlDirection } from '../../shared/domain/xml-console.ts'
import type { Element } from '../stanza/element.ts'

/** Sees every element that goes in or out, headers of streams too, as it is: with the secrets in it. Never throws. */
export type StreamTap = (direction: XmlDirection, element: Element) => void
