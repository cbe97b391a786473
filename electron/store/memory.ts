import type { AccountId, BareJid, Peer } from '../../shared/domain/address.ts'
import type { ArchiveState } from '../../shared/domain/archive.ts'
import type { Blocking } from '../../shared/domain/blocking.ts'
import type { ConnectionState } from '../../shared/domain/connection.ts'
import type { Contact } from '../../shared/domain/contact.ts'
import type { Conversation } from '../../shared/domain/conversation.ts'
import type { Download, TransferId } from '../../shared/domain/file.ts'
import type { MessageId } from '../../shared/domain/message.ts'
import type { Presence } from '../../shared/domain/presence.ts'
import type { ContactRequest } from '../../shared/domain/request.ts'
import type { InvitedPerson, Occupant, Room, RoomInvitation } from '../../shared/domain/room.ts'
import type { KeptTransfer } from '../core/events.ts'
import type { Resources } from './reducers/presence-of-resources.ts'
import type { KeptProfile } from './reducers/profile.ts'

/** A room, and what no window is told of it. */
export interface HeldRoom {
  readonly room: Room
  readonly password: string | null
}

export interface HeldInvitation {
  readonly invitation: RoomInvitation
  readonly password: string | null
}

/** What is kept in memory of an account in use: all but its messages. */
export interface OpenAccount {
  readonly unlocked: boolean
  readonly connection: ConnectionState
  readonly contacts: Map<BareJid, Contact>
  readonly requests: Map<BareJid, ContactRequest>
  /** Groups that the server shares. */
  readonly sharedGroups: readonly string[]
  /** What each resource of a person said last. */
  readonly resources: Map<BareJid, Resources>
  /** What was told of each person, the sum of their resources. */
  readonly presences: Map<BareJid, Presence>
  /** What people say of themselves, ourselves too. */
  readonly profiles: Map<BareJid, KeptProfile>
  readonly conversations: Map<Peer, Conversation>
  /** Who writes to us just now. */
  readonly typing: Map<Peer, true>
  /** The conversation that the window shows. */
  readonly open: Peer | null
  /** What of the server's archive is not here. */
  readonly archive: ArchiveState
  /** As the server said last. */
  readonly blocking: Blocking
  /** The list of rooms. */
  readonly rooms: Map<BareJid, HeldRoom>
  /** Who is in the rooms that we are in, by their nicks. */
  readonly occupants: Map<BareJid, Map<string, Occupant>>
  readonly invitations: Map<BareJid, HeldInvitation>
  /** Whom we have invited to each room. */
  readonly invited: Map<BareJid, readonly InvitedPerson[]>
  readonly transfers: Map<TransferId, KeptTransfer>
  readonly downloads: Map<MessageId, Download>
}

/**
 * The accounts in use. Reducers change it only through `set` and `remove`, which remember what was there: a batch
 * that the disk refuses is taken back whole, without a copy of maps that may hold thousands of people.
 */
export interface Memory {
  readonly accounts: ReadonlyMap<AccountId, OpenAccount>
  open(id: AccountId, account: OpenAccount): void
  close(id: AccountId): void
  set<Key, Value>(map: Map<Key, Value>, key: Key, value: Value): void
  remove<Key, Value>(map: Map<Key, Value>, key: Key): void
  clear<Key, Value>(map: Map<Key, Value>): void
  /** What was changed since the last call is true from now on. */
  keep(): void
  /** Takes back what was changed since the last `keep`. */
  takeBack(): void
}

/**
 * The account, where it is in use and unlocked. A locked one has no contacts and no conversations in memory: it has
 * not signed in yet, so nothing of them can happen, and nothing of them may be told.
 */
export function shownAccount(memory: Memory, id: AccountId): OpenAccount | null {
  const account = memory.accounts.get(id)
  return account?.unlocked ? account : null
}

export function createMemory(): Memory {
  const accounts = new Map<AccountId, OpenAccount>()
  let undo: (() => void)[] = []

  function set<Key, Value>(map: Map<Key, Value>, key: Key, value: Value): void {
    const before = map.get(key)
    undo.push(before === undefined ? () => map.delete(key) : () => map.set(key, before))
    map.set(key, value)
  }

  function remove<Key, Value>(map: Map<Key, Value>, key: Key): void {
    const before = map.get(key)
    if (before === undefined) return
    undo.push(() => map.set(key, before))
    map.delete(key)
  }

  return {
    accounts,
    open: (id, account) => set(accounts, id, account),
    close: id => remove(accounts, id),
    set,
    remove,
    clear(map) {
      const before = [...map]
      undo.push(() => {
        for (const [key, value] of before) map.set(key, value)
      })
      map.clear()
    },
    keep() {
      undo = []
    },
    takeBack() {
      for (const step of undo.reverse()) step()
      undo = []
    },
  }
}
