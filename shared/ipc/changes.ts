import type { Account } from '../domain/account.ts'
import type { AccountId, BareJid, Peer } from '../domain/address.ts'
import type { ArchiveState } from '../domain/archive.ts'
import type { Blocking } from '../domain/blocking.ts'
import type { ConnectionState } from '../domain/connection.ts'
import type { Contact } from '../domain/contact.ts'
import type { Conversation } from '../domain/conversation.ts'
import type { Download, Transfer, TransferId } from '../domain/file.ts'
import type { Message, MessageId } from '../domain/message.ts'
import type { Place } from '../domain/place.ts'
import type { Presence } from '../domain/presence.ts'
import type { Profile } from '../domain/profile.ts'
import type { ContactRequest } from '../domain/request.ts'
import type { InvitedPerson, Occupant, Room, RoomInvitation } from '../domain/room.ts'
import type { Settings } from '../domain/settings.ts'
import type { Trouble } from '../domain/trouble.ts'
import type { XmlConsoleEntry } from '../domain/xml-console.ts'
import type { AccountSnapshot } from './program.ts'

/** What the main process tells the windows: always the new value, never "go and look". Sent in batches. */
export type Change =
  | { readonly type: 'settings.changed'; readonly settings: Settings }
  /** All that the person is to know now. */
  | { readonly type: 'troubles.changed'; readonly troubles: readonly Trouble[] }
  /** The person has left the computer (milliseconds since 1970), or is there again (null). */
  | { readonly type: 'idle.changed'; readonly since: number | null }
  /** The person has clicked on a notification: the window goes there. */
  | { readonly type: 'place.wanted'; readonly place: Place }
  /** An account came into use (sign-in began, or the program started), or was unlocked: replaces what there was of it. */
  | { readonly type: 'account.added'; readonly snapshot: AccountSnapshot }
  | { readonly type: 'account.changed'; readonly account: Account }
  /** It went out of use (signed out): the window keeps nothing of it. */
  | { readonly type: 'account.removed'; readonly account: AccountId }
  | { readonly type: 'connection.changed'; readonly account: AccountId; readonly state: ConnectionState }
  | { readonly type: 'contacts.replaced'; readonly account: AccountId; readonly contacts: readonly Contact[] }
  | { readonly type: 'contact.changed'; readonly account: AccountId; readonly contact: Contact }
  | { readonly type: 'contact.removed'; readonly account: AccountId; readonly address: BareJid }
  | { readonly type: 'request.changed'; readonly account: AccountId; readonly request: ContactRequest }
  /** It was answered, or taken back. */
  | { readonly type: 'request.removed'; readonly account: AccountId; readonly address: BareJid }
  | { readonly type: 'sharedGroups.changed'; readonly account: AccountId; readonly groups: readonly string[] }
  | { readonly type: 'blocking.changed'; readonly account: AccountId; readonly blocking: Blocking }
  | { readonly type: 'presence.changed'; readonly account: AccountId; readonly presences: readonly Presence[] }
  /** While we are offline we know of nobody. */
  | { readonly type: 'presence.cleared'; readonly account: AccountId }
  | { readonly type: 'profile.changed'; readonly account: AccountId; readonly profiles: readonly Profile[] }
  /** Somebody begins to write to us, or ends. */
  | { readonly type: 'typing.changed'; readonly account: AccountId; readonly peer: Peer; readonly typing: boolean }
  /** New and changed messages of one conversation, oldest first. */
  | {
      readonly type: 'message.changed'
      readonly account: AccountId
      readonly peer: Peer
      readonly messages: readonly Message[]
    }
  | {
      readonly type: 'message.removed'
      readonly account: AccountId
      readonly peer: Peer
      readonly ids: readonly MessageId[]
    }
  | {
      readonly type: 'conversation.changed'
      readonly account: AccountId
      readonly conversations: readonly Conversation[]
    }
  | { readonly type: 'archive.changed'; readonly account: AccountId; readonly archive: ArchiveState }
  | { readonly type: 'conversation.opened'; readonly account: AccountId; readonly peer: Peer | null }
  /** While the XML console is open: what is new in it, oldest first. */
  | { readonly type: 'xmlConsole.recorded'; readonly account: AccountId; readonly entries: readonly XmlConsoleEntry[] }
  /** New rooms of the list, and those that are otherwise now. */
  | { readonly type: 'room.changed'; readonly account: AccountId; readonly rooms: readonly Room[] }
  | { readonly type: 'room.removed'; readonly account: AccountId; readonly room: BareJid }
  /** Who came or is otherwise now, and the nicks of who is gone; first of all `replaces` where nothing from before holds. */
  | {
      readonly type: 'occupants.changed'
      readonly account: AccountId
      readonly room: BareJid
      readonly replaces: boolean
      readonly occupants: readonly Occupant[]
      readonly gone: readonly string[]
    }
  | { readonly type: 'invitation.changed'; readonly account: AccountId; readonly invitation: RoomInvitation }
  /** It was answered, or we are in the room. */
  | { readonly type: 'invitation.removed'; readonly account: AccountId; readonly room: BareJid }
  /** All whom we have invited to a room since the program started. */
  | {
      readonly type: 'invited.changed'
      readonly account: AccountId
      readonly room: BareJid
      readonly people: readonly InvitedPerson[]
    }
  /** New transfers, and those that are otherwise now. */
  | { readonly type: 'transfer.changed'; readonly account: AccountId; readonly transfers: readonly Transfer[] }
  /** The file is sent, and a message; or it was called off. */
  | { readonly type: 'transfer.removed'; readonly account: AccountId; readonly ids: readonly TransferId[] }
  /** Fetching begins, goes on, or has failed. */
  | { readonly type: 'download.changed'; readonly account: AccountId; readonly downloads: readonly Download[] }
  /** It is here (then `message.changed` has told so), or was called off. */
  | { readonly type: 'download.removed'; readonly account: AccountId; readonly messages: readonly MessageId[] }
