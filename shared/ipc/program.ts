import { z } from 'zod'
import type { Account } from '../domain/account.ts'
import type { AccountId, BareJid, Peer } from '../domain/address.ts'
import type { ArchiveState } from '../domain/archive.ts'
import type { Blocking } from '../domain/blocking.ts'
import type { ConnectionState } from '../domain/connection.ts'
import type { Contact } from '../domain/contact.ts'
import type { Conversation } from '../domain/conversation.ts'
import type { Download, Transfer } from '../domain/file.ts'
import type { Place } from '../domain/place.ts'
import type { Presence } from '../domain/presence.ts'
import type { Profile } from '../domain/profile.ts'
import type { Program } from '../domain/program.ts'
import type { ContactRequest } from '../domain/request.ts'
import type { InvitedPerson, Occupant, Room, RoomInvitation } from '../domain/room.ts'
import type { Settings } from '../domain/settings.ts'
import type { Trouble } from '../domain/trouble.ts'
import { command } from './command.ts'
import { damagedFile } from './guards.ts'

/** All that a window needs of one account to show itself. No messages: those come by page. */
export interface AccountSnapshot {
  readonly account: Account
  /**
   * Whether the window may show what is kept of it: the password is remembered, or it has signed in since the program
   * started. Until then contacts and conversations are empty and the sign-in window stays.
   */
  readonly unlocked: boolean
  readonly connection: ConnectionState
  readonly contacts: readonly Contact[]
  /** Groups that the server shares among its people (Openfire): it says who is in them. Known while signed in. */
  readonly sharedGroups: readonly string[]
  /** Who wants to see our presence, and waits. */
  readonly requests: readonly ContactRequest[]
  readonly presences: readonly Presence[]
  /** Of everybody who was asked, ourselves too. */
  readonly profiles: readonly Profile[]
  readonly conversations: readonly Conversation[]
  /** Who is writing to us just now. */
  readonly typing: readonly Peer[]
  /** The conversation that the window showed last. */
  readonly open: Peer | null
  /** What of the server's archive is not here. */
  readonly archive: ArchiveState
  /** Who may not reach us: known from the first sign-in on. */
  readonly blocking: Blocking
  /** Bookmarked, or joined now. */
  readonly rooms: readonly Room[]
  /** Who is in the rooms that we are in. */
  readonly occupants: Readonly<Record<BareJid, readonly Occupant[]>>
  readonly invitations: readonly RoomInvitation[]
  /** Whom we have invited to each room since the program started. */
  readonly invited: Readonly<Record<BareJid, readonly InvitedPerson[]>>
  /** Files on their way to the server, oldest first. */
  readonly transfers: readonly Transfer[]
  /** Files that are being fetched, or could not be. */
  readonly downloads: readonly Download[]
}

export interface Snapshot {
  readonly program: Program
  readonly settings: Settings
  /** The accounts in use. None: the sign-in window. */
  readonly accounts: readonly AccountSnapshot[]
  /** Address that signed in last, to start the sign-in window with. */
  readonly lastAccount: AccountId | null
  /** What the person is to know. */
  readonly troubles: readonly Trouble[]
  /** When the person left the computer, as far as that makes them away: milliseconds since 1970. */
  readonly idleSince: number | null
  /** Where the person has clicked to while there was no window. */
  readonly wanted: Place | null
}

export const programCommands = {
  /** The whole state, in step with the changes: what is in it does not come again as a change, what is not, does. */
  'program.snapshot': command<Snapshot>()(z.strictObject({})),
  /** Opens an http, https, mailto or xmpp address in the system's program; refuses any other. */
  'program.openLink': command<void>()(z.strictObject({ url: z.string().max(8192) })),
  'program.copyText': command<void>()(z.strictObject({ text: z.string().max(100_000) })),
  /** The person has read it: by its `troubleKey`. */
  'program.dismissTrouble': command<void>()(z.strictObject({ key: z.string().max(200) })),
  /** Shows a damaged file that was kept in the system's file manager, by its name. */
  'program.showDamagedFile': command<void>()(z.strictObject({ file: damagedFile })),
  'program.quit': command<void>()(z.strictObject({})),
}
