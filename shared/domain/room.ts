import type { AccountId, BareJid, FullJid } from './address.ts'
import type { Failure } from './failure.ts'
import type { Availability } from './presence.ts'

/** What somebody may do in a room while they are in it (XEP-0045, 5.1). */
export type RoomRole = 'moderator' | 'participant' | 'visitor'

/** What somebody is to a room, also when they are not in it (XEP-0045, 5.2). Whoever is banned is not in it. */
export type RoomAffiliation = 'owner' | 'admin' | 'member' | 'none'

/** Somebody who is in a room. */
export interface Occupant {
  readonly nick: string
  /** XEP-0421: stays the same over changes of the nick; null where the room gives none. */
  readonly occupantId: string | null
  /** Who it is; null where the room does not tell us. */
  readonly address: BareJid | null
  readonly role: RoomRole
  readonly affiliation: RoomAffiliation
  readonly availability: Exclude<Availability, 'offline'>
  readonly status: string | null
}

export type RoomPhase =
  /** We are not in it, and nothing is going on. */
  | { readonly type: 'left' }
  | { readonly type: 'joining' }
  /** The room has said that we are in it, and says so when it is asked (XEP-0410). */
  | { readonly type: 'joined' }
  /** We wanted to be in it and are not; where time may help it is tried again by itself at `retryAt` (milliseconds since 1970). */
  | { readonly type: 'failed'; readonly failure: Failure; readonly retryAt: number | null }

/** What a room says of itself (XEP-0045, 6.4); null while it was not asked. */
export interface RoomTraits {
  readonly isPersistent: boolean
  readonly isPublic: boolean
  readonly isMembersOnly: boolean
  readonly isModerated: boolean
  readonly hasPassword: boolean
  /** Everybody in it sees who is who. */
  readonly showsAddresses: boolean
}

/** Which messages of a room make a notification. */
export type RoomNotify = 'all' | 'mentions' | 'none'

/** A conference room of the list: bookmarked, or joined now. */
export interface Room {
  readonly account: AccountId
  readonly address: BareJid
  /** As the room calls itself, else as its bookmark does; null: the part of its address before the @. */
  readonly name: string | null
  /** Ours in it, or the one that we want. */
  readonly nick: string
  readonly phase: RoomPhase
  /** What it is about, and who has said so. */
  readonly subject: { readonly text: string; readonly by: string | null } | null
  /** It is in the list of rooms on the server. */
  readonly isBookmarked: boolean
  /** Joined by itself at each sign-in. */
  readonly autojoin: boolean
  readonly notify: RoomNotify
  readonly traits: RoomTraits | null
  /** Ours; null while we are not in it. */
  readonly role: RoomRole | null
  readonly affiliation: RoomAffiliation | null
  /** How many are in it, we too; 0 while we are not. */
  readonly occupants: number
}

/** The name that a room is shown by. */
export function roomName(room: Pick<Room, 'name' | 'address'>): string {
  return room.name ?? room.address.slice(0, Math.max(0, room.address.indexOf('@')) || undefined)
}

/** Somebody wants us in a room. */
export interface RoomInvitation {
  readonly room: BareJid
  readonly roomName: string | null
  /** Who invites: a person, or somebody in the room whose address it hides; null where nobody says. */
  readonly by: BareJid | FullJid | null
  readonly reason: string | null
  /** When it arrived first: milliseconds since 1970. */
  readonly time: number
}

/**
 * A room that a service lists (XEP-0045, 6.3), and what it says of itself once somebody looks at it: text of others.
 */
export interface PublicRoom {
  readonly address: BareJid
  readonly name: string | null
  readonly description: string | null
  readonly subject: string | null
  /** How many are in it; null where the service does not say. */
  readonly occupants: number | null
  readonly traits: RoomTraits | null
}

/** Part of the rooms that a service lists. */
export interface PublicRoomsPage {
  readonly rooms: readonly PublicRoom[]
  /** Where the next part begins; null: this was the last one. */
  readonly next: string | null
  /** The service may have more than is ever listed. */
  readonly isCut: boolean
}

/** The settings of a room that we offer; null: the room does not offer it. */
export interface RoomSettings {
  readonly name: string | null
  readonly description: string | null
  readonly isPersistent: boolean | null
  readonly isPublic: boolean | null
  readonly isMembersOnly: boolean | null
  readonly isModerated: boolean | null
  /** Empty: none. */
  readonly password: string | null
  /** Everybody in it may set the subject. */
  readonly everybodySetsSubject: boolean | null
  readonly everybodyInvites: boolean | null
}

/** Somebody whom we have invited and who has not come in yet. */
export interface InvitedPerson {
  readonly address: BareJid
  readonly state: 'invited' | 'declined' | 'failed'
  /** Their word with a refusal. */
  readonly reason: string | null
  readonly failure: Failure | null
}
