import type { AccountId } from '../../../shared/domain/address.ts'
import type { Element } from '../../stanza/element.ts'
import { bareOf, prepareJid } from '../../stanza/jid.ts'
import { carbonsNamespace } from './build.ts'

const forwardNamespace = 'urn:xmpp:forward:0'

export type Carbon =
  | { readonly kind: 'carbon'; readonly message: Element }
  | { readonly kind: 'refused'; readonly reason: string }

/**
 * What another device of ours got or sent, as the server forwards it; null for a message that is no carbon.
 *
 * XEP-0280, 11: "Any forwarded copies received by a Carbons-enabled client MUST be from that user's bare JID; any copies
 * that do not meet this requirement MUST be ignored."
 */
export function parseCarbon(message: Element, account: AccountId): Carbon | null {
  const sent = message.getChild('sent', carbonsNamespace)
  const received = message.getChild('received', carbonsNamespace)
  const wrapper = sent ?? received
  if (wrapper === undefined) return null
  if (preparedOrNull(message.attrs.from) !== account) return refused('it is not from our account')
  if (sent !== undefined && received !== undefined) return refused('it was sent and received')
  const inner = wrapper.getChild('forwarded', forwardNamespace)?.getChild('message')
  if (inner === undefined || inner.getNS() !== 'jabber:client') return refused('nothing is in it')
  const from = preparedOrNull(inner.attrs.from)
  if (from === null) return refused('it is of nobody')
  if (sent !== undefined && bareOf(from) !== account) return refused('another has sent it')
  return { kind: 'carbon', message: inner }
}

function preparedOrNull(address: string | undefined) {
  try {
    return address === undefined ? null : prepareJid(address)
  } catch {
    // Of nobody.
    return null
  }
}

function refused(reason: string): Carbon {
  return { kind: 'refused', reason }
}
