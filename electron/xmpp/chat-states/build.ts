import type { Peer } from '../../../shared/domain/address.ts'
import { type Element, xml } from '../../stanza/element.ts'

export const chatStatesNamespace = 'http://jabber.org/protocol/chatstates'
export const chatStates = ['active', 'composing', 'paused', 'inactive', 'gone'] as const
export type ChatState = (typeof chatStates)[number]

export function buildState(state: ChatState): Element {
  return xml(state, { xmlns: chatStatesNamespace })
}

/** A state by itself. Of now alone: nobody is to keep it (XEP-0334, 4.2), as jabberd2 does for who is offline. */
export function buildStandalone(peer: Peer, state: ChatState): Element {
  return xml('message', { to: peer, type: 'chat' }, buildState(state), xml('no-store', { xmlns: 'urn:xmpp:hints' }))
}
