import type { Peer } from '../../../shared/domain/address.ts'
import { bodyOf } from '../../stanza/body.ts'
import type { Element } from '../../stanza/element.ts'
import { bareOf, prepareJid } from '../../stanza/jid.ts'
import { type ChatState, chatStates, chatStatesNamespace } from './build.ts'

/** What a message says of its sender. */
export interface SaidState {
  readonly peer: Peer
  /** Null where it has none: then its sender does not know of them. */
  readonly state: ChatState | null
  readonly hasBody: boolean
}

/**
 * Null where a message says nothing of now: errors, rooms, headlines, what was kept for us meanwhile, and what has neither
 * a state nor words. "SHOULD NOT be used with message types other than "chat" or "groupchat"", but Openfire's Spark does.
 */
export function parseState(message: Element): SaidState | null {
  const { type, from } = message.attrs
  if (type === 'error' || type === 'groupchat' || type === 'headline') return null
  if (message.getChild('delay', 'urn:xmpp:delay') !== undefined) return null
  const child = message.getChildElements().find(each => each.getNS() === chatStatesNamespace)
  const state = chatStates.find(each => each === child?.getName()) ?? null
  const hasBody = bodyOf(message).trim() !== ''
  if (state === null && !hasBody) return null
  try {
    return { peer: bareOf(prepareJid(from ?? '')), state, hasBody }
  } catch {
    // Nobody.
    return null
  }
}
