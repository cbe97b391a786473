import type { AccountId, Peer } from '../../../shared/domain/address.ts'
import type { ConnectionState } from '../../../shared/domain/connection.ts'
import type { ProfileChange } from '../../../shared/domain/profile.ts'
import type { DirectoryAnswer } from '../../../shared/domain/search.ts'
import type { Credentials } from '../../connection/session.ts'
import type { BlockingFeature } from '../../xmpp/blocking/blocking.ts'
import type { Profiles } from '../../xmpp/vcard/profiles.ts'
import type { ContactActions } from '../contacts/contact-actions.ts'
import type { FileActions } from '../files/file-actions.ts'
import type { HistoryActions } from '../history/create-history.ts'
import type { RoomActions } from '../rooms/room-actions.ts'

/** What a person does with profiles. */
export interface ProfileActions extends Pick<Profiles, 'open' | 'glance'> {
  /** Changes our own, and tells the others of the picture. @throws AppError like any request */
  change(change: ProfileChange): Promise<void>
}

/** One account in use: its connection and the protocol features on it. */
export interface AccountRuntime {
  readonly account: AccountId
  state(): ConnectionState
  connect(credentials: Credentials): void
  retryNow(): void
  /** The computer woke up, or is on another network. */
  wake(): void
  disconnect(): Promise<void>
  /** Says how the person is, where that was not said; while offline it is said at the next sign-in. */
  publish(): Promise<void>
  /** Asks the directories of the server. @throws AppError `not-connected`, `network-lost` */
  searchDirectory(text: string): Promise<DirectoryAnswer>
  /** What the person does to their list of contacts. */
  readonly contacts: ContactActions
  /** Who people are, ourselves too. */
  readonly profiles: ProfileActions
  /** Who may not reach it. */
  readonly blocking: Pick<BlockingFeature, 'block' | 'unblock'>
  /** What the person does with conference rooms. */
  readonly rooms: RoomActions
  /** Files that are sent and fetched. */
  readonly files: FileActions
  /** What the server has kept of its conversations. */
  readonly history: HistoryActions
  /** The outbox has something new. */
  flush(): void
  /** The person has seen messages: who wants to know is told. */
  hasRead(): void
  /** The person writes to somebody, or has taken away what was written. */
  setTyping(peer: Peer, typing: boolean): void
  /** The window shows this conversation; null: none. */
  show(peer: Peer | null): void
  dispose(): Promise<void>
}

/** Makes the runtime of an account; every state of its connection goes through `onState`. */
export type CreateRuntime = (options: {
  readonly account: AccountId
  readonly onState: (state: ConnectionState) => void
}) => AccountRuntime
