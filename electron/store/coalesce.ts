import { assertNever } from '../../shared/assert-never.ts'
import type { AccountId } from '../../shared/domain/address.ts'
import type { MessageId } from '../../shared/domain/message.ts'
import type { Change } from '../../shared/ipc/changes.ts'

/** Changes of one account (or of the program) by what they are about, in the order of their first. */
type Pending = Map<string, Change[]>

/**
 * The same truth in fewer changes: a later value takes the place of an earlier one, values of one kind go together.
 * Among those of one account the order stays, but for removed messages: they go before new ones of their conversation.
 */
export function coalesce(changes: readonly Change[]): readonly Change[] {
  const pending = new Map<AccountId | null, Pending>()
  for (const change of changes) {
    const id = accountOf(change)
    let its = pending.get(id)
    if (its === undefined) {
      its = new Map()
      pending.set(id, its)
    }
    add(its, change)
  }
  return [...pending.values()].flatMap(each => [...each.values()].flatMap(together))
}

function accountOf(change: Change): AccountId | null {
  switch (change.type) {
    case 'settings.changed':
    case 'troubles.changed':
    case 'idle.changed':
    case 'place.wanted':
      return null
    case 'account.added':
      return change.snapshot.account.id
    case 'account.changed':
      return change.account.id
    default:
      return change.account
  }
}

function add(pending: Pending, change: Change): void {
  switch (change.type) {
    case 'settings.changed':
    case 'troubles.changed':
    case 'idle.changed':
    case 'place.wanted':
    case 'account.changed':
    case 'connection.changed':
    case 'archive.changed':
    case 'conversation.opened':
      pending.set(change.type, [change])
      return
    // Nothing of what was told of the account before holds any longer.
    case 'account.removed':
      pending.clear()
      pending.set(change.type, [change])
      return
    case 'account.added': {
      const removed = pending.get('account.removed')
      pending.clear()
      if (removed !== undefined) pending.set('account.removed', removed)
      pending.set(change.type, [change])
      return
    }
    case 'contacts.replaced':
      for (const key of [...pending.keys()]) if (key.startsWith('contact ')) pending.delete(key)
      pending.set(change.type, [change])
      return
    case 'contact.changed':
      pending.set(`contact ${change.contact.address}`, [change])
      return
    case 'contact.removed':
      pending.set(`contact ${change.address}`, [change])
      return
    case 'request.changed':
      pending.set(`request ${change.request.address}`, [change])
      return
    case 'request.removed':
      pending.set(`request ${change.address}`, [change])
      return
    case 'sharedGroups.changed':
    case 'blocking.changed':
      pending.set(change.type, [change])
      return
    case 'room.changed':
      for (const room of change.rooms) pending.set(`room ${room.address}`, [{ ...change, rooms: [room] }])
      return
    case 'room.removed':
      // Told beside what may follow: a room that comes back has none of the people it had.
      for (const kind of ['room', 'occupants', 'invited', 'no room']) pending.delete(`${kind} ${change.room}`)
      pending.set(`no room ${change.room}`, [change])
      return
    case 'occupants.changed':
      if (change.replaces) pending.delete(`occupants ${change.room}`)
      append(pending, `occupants ${change.room}`, change)
      return
    case 'invitation.changed':
      pending.set(`invitation ${change.invitation.room}`, [change])
      return
    case 'invitation.removed':
      pending.set(`invitation ${change.room}`, [change])
      return
    case 'invited.changed':
      pending.set(`invited ${change.room}`, [change])
      return
    case 'transfer.changed':
      for (const each of change.transfers) pending.set(`transfer ${each.id}`, [{ ...change, transfers: [each] }])
      return
    case 'transfer.removed':
      for (const id of change.ids) pending.set(`transfer ${id}`, [{ ...change, ids: [id] }])
      return
    case 'download.changed':
      for (const each of change.downloads) pending.set(`download ${each.message}`, [{ ...change, downloads: [each] }])
      return
    case 'download.removed':
      for (const id of change.messages) pending.set(`download ${id}`, [{ ...change, messages: [id] }])
      return
    case 'presence.cleared':
      pending.delete('presence.changed')
      pending.set(change.type, [change])
      return
    case 'presence.changed':
    case 'profile.changed':
    case 'conversation.changed':
      append(pending, change.type, change)
      return
    case 'typing.changed':
      pending.set(`typing ${change.peer}`, [change])
      return
    case 'xmlConsole.recorded':
      // The store has none of it: the wire is not kept.
      append(pending, change.type, change)
      return
    case 'message.changed':
      append(pending, `messages ${change.peer}`, change)
      return
    case 'message.removed': {
      const key = `messages ${change.peer}`
      const left = (pending.get(key) ?? []).map(each => withoutMessages(each, change.ids))
      pending.delete(key)
      append(pending, `removed ${change.peer}`, change)
      if (left.length > 0) pending.set(key, left)
      return
    }
    default:
      assertNever(change)
  }
}

function append(pending: Pending, key: string, change: Change): void {
  const before = pending.get(key)
  if (before === undefined) pending.set(key, [change])
  else before.push(change)
}

function withoutMessages(change: Change, ids: readonly MessageId[]): Change {
  return change.type === 'message.changed'
    ? { ...change, messages: change.messages.filter(each => !ids.includes(each.id)) }
    : change
}

/** Changes under one key as one; none where nothing is left in it. */
function together(changes: readonly Change[]): readonly Change[] {
  const [first] = changes
  switch (first?.type) {
    case 'presence.changed':
      return [
        {
          ...first,
          presences: latest(
            all(changes, first.type, each => each.presences),
            each => each.address,
          ),
        },
      ]
    case 'profile.changed': {
      const profiles = all(changes, first.type, each => each.profiles)
      return [{ ...first, profiles: latest(profiles, each => each.address) }]
    }
    case 'conversation.changed': {
      const conversations = all(changes, first.type, each => each.conversations)
      return [{ ...first, conversations: latest(conversations, each => each.peer) }]
    }
    case 'message.changed': {
      const messages = latest(
        all(changes, first.type, each => each.messages),
        each => each.id,
      )
      if (messages.length === 0) return []
      return [{ ...first, messages: [...messages].sort((one, other) => one.order - other.order) }]
    }
    case 'message.removed':
      return [{ ...first, ids: all(changes, first.type, each => each.ids) }]
    case 'occupants.changed': {
      const each = changes.filter(change => change.type === 'occupants.changed')
      const gone = new Set<string>()
      const there = new Map<string, (typeof first.occupants)[number]>()
      for (const { occupants, gone: left } of each) {
        for (const nick of left) {
          gone.add(nick)
          there.delete(nick)
        }
        for (const occupant of occupants) there.set(occupant.nick, occupant)
      }
      return [{ ...first, occupants: [...there.values()], gone: first.replaces ? [] : [...gone] }]
    }
    default:
      return changes
  }
}

function all<Type extends Change['type'], Value>(
  changes: readonly Change[],
  type: Type,
  valuesOf: (change: Extract<Change, { type: Type }>) => readonly Value[],
): readonly Value[] {
  const isIt = (change: Change): change is Extract<Change, { type: Type }> => change.type === type
  return changes.filter(isIt).flatMap(valuesOf)
}

/** The last value of each key, in the place of its first. */
function latest<Value>(values: readonly Value[], keyOf: (value: Value) => string): readonly Value[] {
  return [...new Map(values.map(value => [keyOf(value), value])).values()]
}
