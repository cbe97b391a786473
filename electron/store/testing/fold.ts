import { assertNever } from '../../../shared/assert-never.ts'
import type { AccountId } from '../../../shared/domain/address.ts'
import type { Message } from '../../../shared/domain/message.ts'
import type { Settings } from '../../../shared/domain/settings.ts'
import type { Change } from '../../../shared/ipc/changes.ts'
import type { AccountSnapshot } from '../../../shared/ipc/program.ts'

/** What somebody knows who has heard all changes, as simply as it can be said. */
export interface Heard {
  readonly settings: Settings | null
  readonly accounts: ReadonlyMap<AccountId, AccountSnapshot>
  /** By account and id: two accounts may have the same one. */
  readonly messages: ReadonlyMap<string, Message>
}

export const nothingHeard: Heard = { settings: null, accounts: new Map(), messages: new Map() }

export function fold(heard: Heard, changes: readonly Change[]): Heard {
  return changes.reduce(applyChange, heard)
}

/** For comparison: the order within lists is nobody's promise. */
export function sorted(snapshot: AccountSnapshot): AccountSnapshot {
  const by = <Value>(values: readonly Value[], key: (value: Value) => string): readonly Value[] =>
    [...values].sort((one, other) => (key(one) < key(other) ? -1 : 1))
  return {
    ...snapshot,
    contacts: by(snapshot.contacts, each => each.address),
    requests: by(snapshot.requests, each => each.address),
    presences: by(snapshot.presences, each => each.address),
    profiles: by(snapshot.profiles, each => each.address),
    typing: by(snapshot.typing, each => each),
    conversations: by(snapshot.conversations, each => each.peer),
    rooms: by(snapshot.rooms, each => each.address),
    invitations: by(snapshot.invitations, each => each.room),
    transfers: by(snapshot.transfers, each => each.id),
    downloads: by(snapshot.downloads, each => each.message),
  }
}

function applyChange(heard: Heard, change: Change): Heard {
  const inAccount = (id: AccountId, next: (account: AccountSnapshot) => AccountSnapshot): Heard => {
    const account = heard.accounts.get(id)
    return account === undefined ? heard : { ...heard, accounts: new Map(heard.accounts).set(id, next(account)) }
  }
  switch (change.type) {
    case 'settings.changed':
      return { ...heard, settings: change.settings }
    // Nothing of an account.
    case 'troubles.changed':
    case 'idle.changed':
    case 'place.wanted':
      return heard
    case 'account.added':
      return { ...heard, accounts: new Map(heard.accounts).set(change.snapshot.account.id, change.snapshot) }
    case 'account.removed': {
      const accounts = new Map(heard.accounts)
      accounts.delete(change.account)
      const messages = [...heard.messages].filter(([, message]) => message.account !== change.account)
      return { ...heard, accounts, messages: new Map(messages) }
    }
    case 'account.changed':
      return inAccount(change.account.id, account => ({ ...account, account: change.account }))
    case 'connection.changed':
      return inAccount(change.account, account => ({ ...account, connection: change.state }))
    case 'contacts.replaced':
      return inAccount(change.account, account => ({ ...account, contacts: change.contacts }))
    case 'contact.changed':
      return inAccount(change.account, account => ({
        ...account,
        contacts: replaced(account.contacts, [change.contact], each => each.address),
      }))
    case 'contact.removed':
      return inAccount(change.account, account => ({
        ...account,
        contacts: account.contacts.filter(each => each.address !== change.address),
      }))
    case 'request.changed':
      return inAccount(change.account, account => ({
        ...account,
        requests: replaced(account.requests, [change.request], each => each.address),
      }))
    case 'request.removed':
      return inAccount(change.account, account => ({
        ...account,
        requests: account.requests.filter(each => each.address !== change.address),
      }))
    case 'sharedGroups.changed':
      return inAccount(change.account, account => ({ ...account, sharedGroups: change.groups }))
    case 'blocking.changed':
      return inAccount(change.account, account => ({ ...account, blocking: change.blocking }))
    case 'presence.changed':
      return inAccount(change.account, account => ({
        ...account,
        presences: replaced(account.presences, change.presences, each => each.address),
      }))
    case 'profile.changed':
      return inAccount(change.account, account => ({
        ...account,
        profiles: replaced(account.profiles, change.profiles, each => each.address),
      }))
    case 'presence.cleared':
      return inAccount(change.account, account => ({ ...account, presences: [] }))
    case 'conversation.changed':
      return inAccount(change.account, account => ({
        ...account,
        conversations: replaced(account.conversations, change.conversations, each => each.peer),
      }))
    case 'archive.changed':
      return inAccount(change.account, account => ({ ...account, archive: change.archive }))
    case 'conversation.opened':
      return inAccount(change.account, account => ({ ...account, open: change.peer }))
    case 'typing.changed':
      return inAccount(change.account, account => ({
        ...account,
        typing: [...account.typing.filter(each => each !== change.peer), ...(change.typing ? [change.peer] : [])],
      }))
    case 'message.changed': {
      const messages = new Map(heard.messages)
      for (const message of change.messages) messages.set(`${message.account} ${message.id}`, message)
      return { ...heard, messages }
    }
    case 'xmlConsole.recorded':
      return heard
    case 'room.changed':
      return inAccount(change.account, account => ({
        ...account,
        rooms: replaced(account.rooms, change.rooms, each => each.address),
      }))
    case 'room.removed':
      return inAccount(change.account, account => ({
        ...account,
        rooms: account.rooms.filter(each => each.address !== change.room),
        occupants: without(account.occupants, change.room),
        invited: without(account.invited, change.room),
      }))
    case 'occupants.changed':
      return inAccount(change.account, account => {
        const before = change.replaces ? [] : (account.occupants[change.room] ?? [])
        const stayed = before.filter(each => !change.gone.includes(each.nick))
        const there = replaced(stayed, change.occupants, each => each.nick)
        return { ...account, occupants: { ...account.occupants, [change.room]: there } }
      })
    case 'invitation.changed':
      return inAccount(change.account, account => ({
        ...account,
        invitations: replaced(account.invitations, [change.invitation], each => each.room),
      }))
    case 'invitation.removed':
      return inAccount(change.account, account => ({
        ...account,
        invitations: account.invitations.filter(each => each.room !== change.room),
      }))
    case 'invited.changed':
      return inAccount(change.account, account => ({
        ...account,
        invited: { ...account.invited, [change.room]: change.people },
      }))
    case 'transfer.changed':
      return inAccount(change.account, account => ({
        ...account,
        transfers: replaced(account.transfers, change.transfers, each => each.id),
      }))
    case 'transfer.removed':
      return inAccount(change.account, account => ({
        ...account,
        transfers: account.transfers.filter(each => !change.ids.includes(each.id)),
      }))
    case 'download.changed':
      return inAccount(change.account, account => ({
        ...account,
        downloads: replaced(account.downloads, change.downloads, each => each.message),
      }))
    case 'download.removed':
      return inAccount(change.account, account => ({
        ...account,
        downloads: account.downloads.filter(each => !change.messages.includes(each.message)),
      }))
    case 'message.removed': {
      const messages = new Map(heard.messages)
      for (const id of change.ids) messages.delete(`${change.account} ${id}`)
      return { ...heard, messages }
    }
    default:
      return assertNever(change)
  }
}

function replaced<Value>(before: readonly Value[], next: readonly Value[], keyOf: (value: Value) => string): Value[] {
  return [...new Map([...before, ...next].map(value => [keyOf(value), value])).values()]
}

function without<Value>(record: Readonly<Record<string, Value>>, key: string): Readonly<Record<string, Value>> {
  return Object.fromEntries(Object.entries(record).filter(([each]) => each !== key))
}
