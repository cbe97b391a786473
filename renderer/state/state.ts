import type { Account } from '../../shared/domain/account.ts'
import type { AccountId, BareJid, Peer } from '../../shared/domain/address.ts'
import type { ArchiveState } from '../../shared/domain/archive.ts'
import type { Blocking } from '../../shared/domain/blocking.ts'
import type { ConnectionState } from '../../shared/domain/connection.ts'
import type { Contact } from '../../shared/domain/contact.ts'
import type { Conversation } from '../../shared/domain/conversation.ts'
import type { Download, Transfer, TransferId } from '../../shared/domain/file.ts'
import type { MessageId } from '../../shared/domain/message.ts'
import type { Place } from '../../shared/domain/place.ts'
import type { Presence } from '../../shared/domain/presence.ts'
import type { Profile } from '../../shared/domain/profile.ts'
import type { Program } from '../../shared/domain/program.ts'
import type { ContactRequest } from '../../shared/domain/request.ts'
import type { InvitedPerson, Occupant, Room, RoomInvitation } from '../../shared/domain/room.ts'
import type { Settings } from '../../shared/domain/settings.ts'
import type { Trouble } from '../../shared/domain/trouble.ts'
import type { XmlConsoleEntry } from '../../shared/domain/xml-console.ts'
import type { AccountSnapshot, Snapshot } from '../../shared/ipc/program.ts'
import type { MessageWindow } from './message-window.ts'

export type ByAddress<Value> = Readonly<Record<Peer, Value>>

/** What the page knows of one account. */
export interface AccountState {
  readonly account: Account
  readonly unlocked: boolean
  readonly connection: ConnectionState
  readonly contacts: ByAddress<Contact>
  readonly requests: ByAddress<ContactRequest>
  readonly sharedGroups: readonly string[]
  readonly presences: ByAddress<Presence>
  /** Who is writing to us just now. */
  readonly typing: ReadonlySet<Peer>
  readonly profiles: ByAddress<Profile>
  readonly conversations: ByAddress<Conversation>
  /** The conversation that the window showed last. */
  readonly open: Peer | null
  /** What of the server's archive is not here. */
  readonly archive: ArchiveState
  /** Who may not reach us. */
  readonly blocking: Blocking
  readonly rooms: ByAddress<Room>
  /** By their nicks. */
  readonly occupants: ByAddress<ReadonlyMap<string, Occupant>>
  /** By their rooms. */
  readonly invitations: ByAddress<RoomInvitation>
  /** Whom we have invited, by room. */
  readonly invited: ByAddress<readonly InvitedPerson[]>
  /** In the order in which they were sent. */
  readonly transfers: ReadonlyMap<TransferId, Transfer>
  /** By their messages. */
  readonly downloads: ReadonlyMap<MessageId, Download>
  /** Only of conversations that were opened lately. */
  readonly messages: ByAddress<MessageWindow>
  /** What the XML console holds, oldest first; null while it is not open. */
  readonly xmlConsole: readonly XmlConsoleEntry[] | null
}

/** The replica of what the main process has sent. The page changes none of it but the loaded messages. */
export interface State {
  readonly program: Program
  readonly settings: Settings
  readonly accounts: Readonly<Record<AccountId, AccountState>>
  /** In the order in which they came into use. */
  readonly accountOrder: readonly AccountId[]
  readonly lastAccount: AccountId | null
  /** What the person is to know of the program itself. */
  readonly troubles: readonly Trouble[]
  /** When the person left the computer; null while they are there. */
  readonly idleSince: number | null
  /** Where the person wants to go by a click outside of the window; null when they are there. */
  readonly wanted: Place | null
}

export function stateOf(snapshot: Snapshot): State {
  return {
    program: snapshot.program,
    settings: snapshot.settings,
    accounts: Object.fromEntries(snapshot.accounts.map(each => [each.account.id, accountStateOf(each)])),
    accountOrder: snapshot.accounts.map(each => each.account.id),
    lastAccount: snapshot.lastAccount,
    troubles: snapshot.troubles,
    idleSince: snapshot.idleSince,
    wanted: snapshot.wanted,
  }
}

export function accountStateOf(snapshot: AccountSnapshot): AccountState {
  return {
    account: snapshot.account,
    unlocked: snapshot.unlocked,
    connection: snapshot.connection,
    contacts: byAddress(snapshot.contacts),
    requests: byAddress(snapshot.requests),
    sharedGroups: snapshot.sharedGroups,
    presences: byAddress(snapshot.presences),
    typing: new Set(snapshot.typing),
    profiles: byAddress(snapshot.profiles),
    conversations: Object.fromEntries(snapshot.conversations.map(each => [each.peer, each])),
    open: snapshot.open,
    archive: snapshot.archive,
    blocking: snapshot.blocking,
    rooms: byAddress(snapshot.rooms),
    occupants: Object.fromEntries(Object.entries(snapshot.occupants).map(([room, each]) => [room, byNick(each)])),
    invitations: Object.fromEntries(snapshot.invitations.map(each => [each.room, each])),
    invited: snapshot.invited,
    transfers: new Map(snapshot.transfers.map(each => [each.id, each])),
    downloads: new Map(snapshot.downloads.map(each => [each.message, each])),
    messages: {},
    xmlConsole: null,
  }
}

export function byAddress<Value extends { readonly address: BareJid }>(values: readonly Value[]): ByAddress<Value> {
  return Object.fromEntries(values.map(value => [value.address, value]))
}

function byNick(occupants: readonly Occupant[]): ReadonlyMap<string, Occupant> {
  return new Map(occupants.map(each => [each.nick, each]))
}
