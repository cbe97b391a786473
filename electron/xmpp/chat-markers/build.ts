import type { Peer } from '../../../shared/domain/address.ts'
import { type Element, xml } from '../../stanza/element.ts'
import { markersNamespace } from '../../stanza/markable.ts'

/** Goes with a message whose sender wants to know that it was seen. */
export function buildMarkable(): Element {
  return xml('markable', { xmlns: markersNamespace })
}

/**
 * "A Displayed Marker MAY be sent to the bare JID of the entity that requested it": each of their devices learns it. Kept
 * for who is offline (XEP-0334, 4.4), as servers keep nothing without a body by themselves.
 */
export function buildMarker(peer: Peer, id: string, ownId: string): Element {
  return xml(
    'message',
    { to: peer, type: 'chat', id: ownId },
    xml('displayed', { xmlns: markersNamespace, id }),
    xml('store', { xmlns: 'urn:xmpp:hints' }),
  )
}
