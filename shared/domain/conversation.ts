import type { AccountId, BareJid } from './address.ts'
import type { Message } from './message.ts'

/**
 * Whether the other end is a server and no person: what it says are notices, and there is nobody to answer. So it is with
 * every address that is a domain alone.
 */
export function isNotices(peer: BareJid): boolean {
  return !peer.includes('@')
}

/** One row of the chat list. */
export interface Conversation {
  readonly account: AccountId
  readonly peer: BareJid
  readonly lastMessage: Message | null
  /** Messages of others after what was read. */
  readonly unread: number
  /** `order` of the last message that the person has seen; 0 before any. */
  readonly readUpTo: number
  /** What was begun and not sent; empty where nothing was. */
  readonly draft: string
}
