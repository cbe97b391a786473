/**
 * XEP-0115: Entity Capabilities, version 1.6.0, https://xmpp.org/extensions/xep-0115.html
 * Supported: announcing our own. Left out: reading those of others, and data forms within them (we announce none).
 */
import { createHash } from 'node:crypto'
import type { OwnInfo } from '../../core/own-info.ts'
import { type Element, xml } from '../../stanza/element.ts'

export const capsNamespace = 'http://jabber.org/protocol/caps'

export interface Capabilities {
  /** `node#ver`: what others ask disco#info for. It changes with what we do. */
  node(): string
  /** The element for each of our presences. */
  build(): Element
}

/** @param program address that names the program, the same for all of its versions */
export function createCapabilities(own: () => OwnInfo, program: string): Capabilities {
  return {
    node: () => `${program}#${verificationString(own())}`,
    build: () => xml('c', { xmlns: capsNamespace, hash: 'sha-1', node: program, ver: verificationString(own()) }),
  }
}

/** Section 5.1: identities and features, sorted by bytes (`i;octet`), each followed by `<`; SHA-1, base64. */
export function verificationString({ identity, features }: OwnInfo): string {
  const lines = [`${identity.category}/${identity.type}//${identity.name}`, ...features.toSorted(byBytes)]
  return createHash('sha1')
    .update(lines.map(line => `${line}<`).join(''))
    .digest('base64')
}

const byBytes = (one: string, other: string): number => Buffer.compare(Buffer.from(one), Buffer.from(other))
