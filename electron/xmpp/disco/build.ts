import type { BareJid, FullJid } from '../../../shared/domain/address.ts'
import type { OwnInfo } from '../../core/own-info.ts'
import { type Element, xml } from '../../stanza/element.ts'

export const infoNamespace = 'http://jabber.org/protocol/disco#info'
export const itemsNamespace = 'http://jabber.org/protocol/disco#items'

/** The query of an answer to disco#info; `node` is given back as it was asked. */
export function buildInfo({ identity, features }: OwnInfo, node: string | undefined): Element {
  return xml(
    'query',
    { xmlns: infoNamespace, node },
    xml('identity', { category: identity.category, type: identity.type, name: identity.name }),
    ...features.toSorted().map(feature => xml('feature', { var: feature })),
  )
}

/** A client has no items of its own. */
export function buildItems(node: string | undefined): Element {
  return xml('query', { xmlns: itemsNamespace, node })
}

/** Asks an entity what it is and does. */
export function buildInfoRequest(to: BareJid | FullJid): Element {
  return xml('iq', { type: 'get', to }, xml('query', { xmlns: infoNamespace }))
}

/** Asks an entity what belongs to it. */
export function buildItemsRequest(to: BareJid | FullJid): Element {
  return xml('iq', { type: 'get', to }, xml('query', { xmlns: itemsNamespace }))
}
