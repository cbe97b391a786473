import type { BareJid } from '../../../shared/domain/address.ts'
import type { Contact } from '../../../shared/domain/contact.ts'
import { type Element, xml } from '../../stanza/element.ts'

export const rosterNamespace = 'jabber:iq:roster'

/** In the features of the stream: RFC 6121, 2.6.1. */
export const rosterVersionNamespace = 'urn:xmpp:features:rosterver'

/**
 * The draft of acknowledgements that jabberd2 alone still offers. Its lists keep their version whatever becomes of them,
 * also when somebody has gone from them: what changed while we were away would never come.
 */
export const jabberd2Namespace = 'http://www.xmpp.org/extensions/xep-0198.html#ns'

/**
 * RFC 6121, 2.1.3: asks for the whole list.
 * @param version of the list that is kept, `''` where none is: what has changed since is enough (2.6.2). Null where the
 *   server has no versions
 */
export function buildRosterRequest(version: string | null): Element {
  return xml('iq', { type: 'get' }, xml('query', { xmlns: rosterNamespace, ...(version !== null && { ver: version }) }))
}

/** RFC 6121, 2.3.1 and 2.4.1: puts an item into the list, or in the place of the one that is there. */
export function buildRosterSet({ address, name, groups }: Pick<Contact, 'address' | 'name' | 'groups'>): Element {
  const item = xml(
    'item',
    { jid: address, ...(name !== null && { name }) },
    ...groups.map(group => xml('group', {}, group)),
  )
  return xml('iq', { type: 'set' }, xml('query', { xmlns: rosterNamespace }, item))
}

/** RFC 6121, 2.5.1. The server ends the subscriptions of both sides with it. */
export function buildRosterRemoval(address: BareJid): Element {
  const item = xml('item', { jid: address, subscription: 'remove' })
  return xml('iq', { type: 'set' }, xml('query', { xmlns: rosterNamespace }, item))
}
