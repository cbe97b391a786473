import type { AccountId, BareJid, FullJid, Peer } from './address.ts'
import type { Message } from './message.ts'

/**
 * Whether the other end is a server and no person: what it says are notices, and there is nobody to answer. So it is with
 * every address that is a domain alone.
 */
export function isNotices(peer: Peer): boolean {
  return !peer.includes('@')
}

/** Whether the other end is somebody in a room, whom nothing but the room and their nickname there tells. */
export function isOccupant(peer: Peer): peer is FullJid {
  return peer.includes('/')
}

/** The nickname of somebody in a room. */
export function occupantNick(peer: FullJid): string {
  return peer.slice(peer.indexOf('/') + 1)
}

/** The room that a conversation is in, or is of: the address without a nickname. */
export function roomOf(peer: Peer): BareJid {
  return (isOccupant(peer) ? peer.slice(0, peer.indexOf('/')) : peer) as BareJid
}

/** `occupant`: somebody in a room, written to through it. Stays what it is after we have left the room. */
export type ConversationKind = 'person' | 'room' | 'occupant'

/** One row of the chat list. */
export interface Conversation {
  readonly account: AccountId
  readonly peer: Peer
  readonly kind: ConversationKind
  readonly lastMessage: Message | null
  /** Messages of others after what was read. */
  readonly unread: number
  /** One of those names us. */
  readonly mentioned: boolean
  /** `order` of the last message that the person has seen; 0 before any. */
  readonly readUpTo: number
  /** Of a room: before each of these places (`order`) messages may be missing. For all others `ArchiveState` says so. */
  readonly gaps?: readonly number[]
  /** What was begun and not sent; empty where nothing was. */
  readonly draft: string
}
