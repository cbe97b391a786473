import type { AccountId, BareJid, Peer } from '../../shared/domain/address.ts'
import { type ConversationKind, isOccupant, occupantNick, roomOf } from '../../shared/domain/conversation.ts'
import type { RoomSender } from '../../shared/domain/message.ts'
import { type Occupant, type Room, roomName } from '../../shared/domain/room.ts'
import { nameOf } from './selectors.ts'
import type { State } from './state.ts'

/** A room of the list; undefined where it is not in it, though there may be a conversation of it. */
export function roomIn(state: State, id: AccountId, room: Peer): Room | undefined {
  return state.accounts[id]?.rooms[room]
}

/** What a room is shown as, in the list or not. */
export function roomNameOf(state: State, id: AccountId, room: BareJid): string {
  return roomName(roomIn(state, id, room) ?? { name: null, address: room })
}

/** Who stands at the other end, also of a conversation that has not begun. */
export function kindOf(state: State, id: AccountId, peer: Peer): ConversationKind {
  const account = state.accounts[id]
  if (isOccupant(peer)) return 'occupant'
  return account?.rooms[peer] !== undefined ? 'room' : (account?.conversations[peer]?.kind ?? 'person')
}

/** The name at the other end: of a person, of a room, or the nickname of somebody in a room. */
export function peerName(state: State, id: AccountId, peer: Peer): string {
  return kindOf(state, id, peer) === 'room' ? roomNameOf(state, id, roomOf(peer)) : nameOf(state, id, peer)
}

export function occupantOf(state: State, id: AccountId, room: Peer, nick: string): Occupant | undefined {
  return state.accounts[id]?.occupants[room]?.get(nick)
}

/** Whoever wrote a message, if they are in the room now: a nickname alone proves nothing where more is known. */
export function senderIn(state: State, id: AccountId, room: Peer, sender: RoomSender): Occupant | undefined {
  const occupant = occupantOf(state, id, room, sender.nick)
  if (occupant === undefined) return undefined
  if (sender.occupantId !== null && occupant.occupantId !== null)
    return sender.occupantId === occupant.occupantId ? occupant : undefined
  return sender.address === null || occupant.address === null || sender.address === occupant.address
    ? occupant
    : undefined
}

/** What the colour of somebody in a room is made of (XEP-0392): who they are where that is known, else what they are called. */
export function colourOf({ address, nick }: Pick<RoomSender, 'address' | 'nick'>): string {
  return address ?? nick
}

/** The same of the other end of a conversation. */
export function peerColour(state: State, id: AccountId, peer: Peer): string {
  if (!isOccupant(peer)) return peer
  const nick = occupantNick(peer)
  return colourOf({ nick, address: occupantOf(state, id, roomOf(peer), nick)?.address ?? null })
}

export function invitationCount(state: State, id: AccountId): number {
  return Object.keys(state.accounts[id]?.invitations ?? {}).length
}

/** Nothing is to be heard of it. */
export function isMuted(state: State, id: AccountId, peer: Peer): boolean {
  return roomIn(state, id, peer)?.notify === 'none'
}
