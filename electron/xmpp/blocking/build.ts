import type { BareJid, FullJid } from '../../../shared/domain/address.ts'
import { type Element, xml } from '../../stanza/element.ts'

export const blockingNamespace = 'urn:xmpp:blocking'

/** XEP-0191, 3.2. */
export function buildListRequest(): Element {
  return xml('iq', { type: 'get' }, xml('blocklist', { xmlns: blockingNamespace }))
}

/** XEP-0191, 3.3 and 3.4. Never without an item: that would let everybody in again. */
export function buildCommand(name: 'block' | 'unblock', address: BareJid | FullJid): Element {
  return xml('iq', { type: 'set' }, xml(name, { xmlns: blockingNamespace }, xml('item', { jid: address })))
}
