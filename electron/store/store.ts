import type { Account } from '../../shared/domain/account.ts'
import type { AccountId, BareJid, FullJid, Peer } from '../../shared/domain/address.ts'
import type { Contact } from '../../shared/domain/contact.ts'
import type { Conversation } from '../../shared/domain/conversation.ts'
import type { TransferId } from '../../shared/domain/file.ts'
import type { DeliveryStep, FoundMessages, Message, MessagePage, MiddlePage } from '../../shared/domain/message.ts'
import type { PictureHash, ProfileFacts } from '../../shared/domain/profile.ts'
import type { Settings } from '../../shared/domain/settings.ts'
import type { Trouble } from '../../shared/domain/trouble.ts'
import type { Change } from '../../shared/ipc/changes.ts'
import type { AccountSnapshot } from '../../shared/ipc/program.ts'
import type { DomainEvent, KeptBookmark, KeptTransfer } from '../core/events.ts'
import type { KeptStream } from '../core/ports/index.ts'
import type { KeptArchive, KeptHistory } from './archive-sql.ts'
import type { HeldInvitation, HeldRoom } from './memory.ts'
import type { KeptProfile } from './reducers/profile.ts'

export interface SearchOptions {
  readonly peer: Peer | null
  readonly before: number | null
  readonly limit: number
}

export interface OwedMarker {
  readonly peer: Peer
  /** `order` of the message. */
  readonly upTo: number
  /** The id that its sender gave it. */
  readonly id: string
}

/** The single writer: every event goes through `apply`, every truth comes out as changes or by a query. */
export interface Store {
  /**
   * Makes an event true. Events are applied one after the other, in the order of the calls.
   * Resolves when it is on disk (where it belongs there) and its changes are out.
   * @throws AppError `storage-failed` where the disk refuses; nothing has changed then.
   */
  apply(event: DomainEvent): Promise<void>
  /** Changes in order; the returned function ends it. */
  onChanges(listener: (changes: readonly Change[]) => void): () => void
  /**
   * Messages of others that have just come, each once, after their changes: neither out of an archive nor copies of what
   * was there. The returned function ends it.
   */
  onArrivals(listener: (messages: readonly Message[]) => void): () => void
  /**
   * What the person is to know: what was wrong with the files when they were opened, what was reported, and that the
   * disk refuses, for as long as it does. Every change of it is told.
   */
  troubles(): readonly Trouble[]
  /** Another one, once. */
  reportTrouble(trouble: Trouble): void
  /** The person has read it; what lasts stays. */
  dismissTrouble(key: string): void
  settings(): Settings
  /** Every account that is remembered, in use or not. */
  accounts(): readonly Account[]
  account(id: AccountId): Account | null
  lastAccount(): AccountId | null
  /** The accounts in use, without contacts and conversations while locked. In step with the changes: called between two `apply`, it holds exactly what they have told. */
  snapshots(): Promise<readonly AccountSnapshot[]>
  /** Null for whoever is not in the list. */
  contact(account: AccountId, address: Peer): Promise<Contact | null>
  /** Whether somebody waits for our answer. */
  hasRequest(account: AccountId, address: BareJid): Promise<boolean>
  /** The list of rooms, with what no window is told. */
  rooms(account: AccountId): Promise<readonly HeldRoom[]>
  /** Null for one that is not in the list. */
  room(account: AccountId, address: BareJid): Promise<HeldRoom | null>
  /** What our list of rooms and the bookmarks on the server last agreed on; nothing while locked. */
  bookmarks(account: AccountId): Promise<readonly KeptBookmark[]>
  /** Null where nobody wants us in it. */
  invitation(account: AccountId, room: BareJid): Promise<HeldInvitation | null>
  /** What is known of somebody, null where nobody was asked. */
  profile(account: AccountId, address: Peer): Promise<KeptProfile | null>
  profileFacts(account: AccountId, address: BareJid): Promise<ProfileFacts | null>
  /** The bytes of a picture by its hash, whosoever it is; null where there is none. */
  picture(hash: PictureHash): Promise<Uint8Array | null>
  conversation(account: AccountId, peer: Peer): Promise<Conversation>
  /** Messages with an `order` below `before` (null: the newest), oldest first. */
  page(account: AccountId, peer: Peer, before: number | null, limit: number): Promise<MessagePage>
  /** Messages with an `order` of `from` or above, oldest first. */
  pageFrom(account: AccountId, peer: Peer, from: number, limit: number): Promise<MiddlePage>
  /** Messages that hold words that begin so, newest first: of one conversation, or of all; below an `order` where given. */
  search(account: AccountId, text: string, options: SearchOptions): Promise<FoundMessages>
  message(account: AccountId, id: Message['id']): Promise<Message | null>
  /** Own messages that are `queued` or `sent`, oldest first: what has to be sent, or is in doubt. */
  outbox(account: AccountId): Promise<readonly Message[]>
  /** How far an own message has come, step by step; empty for any other. */
  delivery(account: AccountId, id: Message['id']): Promise<readonly DeliveryStep[]>
  /** Whether we have ever written to somebody. */
  hasWritten(account: AccountId, peer: Peer): Promise<boolean>
  /** What each peer wants to know and does not yet: the last of their messages that was seen (XEP-0333). */
  owedMarkers(account: AccountId): Promise<readonly OwedMarker[]>
  /** The available resources of somebody, the one that spoke last first. */
  resources(account: AccountId, peer: Peer): Promise<readonly (FullJid | BareJid)[]>
  /** The managed stream that the account had last, and what is in doubt on it (XEP-0198). */
  stream(account: AccountId): Promise<KeptStream | null>
  /** What the server calls the contact list that is kept here (RFC 6121, 2.6); null where it has not said. */
  rosterVersion(account: AccountId): Promise<string | null>
  /** How much of the account's archive on its server is here, or of that of a room (XEP-0313). */
  archive(account: AccountId, room?: BareJid): Promise<KeptArchive>
  /** How far back one conversation is here. */
  history(account: AccountId, peer: Peer): Promise<KeptHistory>
  /** A file on its way; null where it is not any more. */
  transfer(account: AccountId, id: TransferId): Promise<KeptTransfer | null>
  /** Of our copies of files and what was pasted those that something needs: all others go. */
  releaseFiles(): Promise<void>
  close(): Promise<void>
}
