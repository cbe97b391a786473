import type { AccountId, BareJid } from '../../../shared/domain/address.ts'
import type { Room, RoomNotify } from '../../../shared/domain/room.ts'
import type { Change } from '../../../shared/ipc/changes.ts'
import type { DomainEvent, KeptRoom } from '../../core/events.ts'
import type { Batch } from '../batch.ts'
import { type HeldRoom, type OpenAccount, shownAccount } from '../memory.ts'
import type { SqlRow, Statement } from '../sqlite/protocol.ts'
import { endInvitation } from './invitation.ts'

type Event<Type extends DomainEvent['type']> = Extract<DomainEvent, { type: Type }>

/** The list of a person; a server that names more is not believed. */
export const mostRooms = 1000

const newRoom: Omit<KeptRoom, 'nick'> = {
  ...{ name: null, password: null, isBookmarked: false, autojoin: false, notify: 'mentions' },
}
const absent: Pick<Room, 'role' | 'affiliation' | 'occupants'> = { role: null, affiliation: null, occupants: 0 }

export async function roomJoined(batch: Batch, event: Event<'room.joined'>): Promise<readonly Change[]> {
  const { account: id, room, own, password, subject, occupants } = event
  const account = shownAccount(batch.memory, id)
  if (account === null) return []
  // One of the list comes back in as it is there: only who goes in wants to be in it the next time as well.
  const autojoin = account.rooms.get(room)?.room.autojoin ?? true
  if (!(await keep(batch, id, account, room, { nick: own.nick, password, autojoin }))) return []
  const held = account.rooms.get(room)
  if (held === undefined) return []
  batch.memory.set(account.occupants, room, new Map(occupants.map(each => [each.nick, each])))
  const facts = { ...own, subject, phase: { type: 'joined' }, occupants: occupants.length } as const
  return [
    ...setRoom(batch, id, account, { ...held, room: { ...held.room, ...facts } }),
    { type: 'occupants.changed', account: id, room, replaces: true, occupants, gone: [] },
    ...(await endInvitation(batch, id, account, room)),
  ]
}

export async function roomKept(
  batch: Batch,
  { account: id, room, kept }: Event<'room.kept'>,
): Promise<readonly Change[]> {
  const account = shownAccount(batch.memory, id)
  if (account === null || !(await keep(batch, id, account, room, kept))) return []
  return told(id, account, room)
}

export function roomChanged(batch: Batch, { account: id, room, facts }: Event<'room.changed'>): readonly Change[] {
  const account = shownAccount(batch.memory, id)
  const held = account?.rooms.get(room)
  if (account === null || held === undefined) return []
  const next = { ...held.room, ...facts }
  if (facts.phase === undefined || facts.phase.type === 'joined') {
    return setRoom(batch, id, account, { ...held, room: next })
  }
  return [
    ...setRoom(batch, id, account, { ...held, room: { ...next, ...absent } }),
    ...emptied(batch, id, account, room),
  ]
}

export async function roomRemoved(batch: Batch, id: AccountId, room: BareJid): Promise<readonly Change[]> {
  const account = shownAccount(batch.memory, id)
  if (account === null || !account.rooms.has(room)) return []
  await batch.sql({ sql: 'DELETE FROM room WHERE account = ? AND address = ?', values: [id, room] })
  batch.memory.remove(account.rooms, room)
  batch.memory.remove(account.occupants, room)
  batch.memory.remove(account.invited, room)
  return [{ type: 'room.removed', account: id, room }]
}

export function occupantsChanged(batch: Batch, event: Event<'occupants.changed'>): readonly Change[] {
  const { account: id, room, occupants, gone, own } = event
  const account = shownAccount(batch.memory, id)
  const held = account?.rooms.get(room)
  const there = account?.occupants.get(room)
  if (account === null || held === undefined || there === undefined) return []
  for (const nick of gone) batch.memory.remove(there, nick)
  for (const occupant of occupants) batch.memory.set(there, occupant.nick, occupant)
  const next = { ...held.room, ...own, occupants: there.size }
  return [
    ...(own === null && next.occupants === held.room.occupants
      ? []
      : setRoom(batch, id, account, { ...held, room: next })),
    { type: 'occupants.changed', account: id, room, replaces: false, occupants, gone },
  ]
}

/** Invited people are told whole. */
export function invitedChanged(batch: Batch, event: Event<'invited.changed'>): readonly Change[] {
  const { account: id, room, people } = event
  const account = shownAccount(batch.memory, id)
  if (account === null) return []
  batch.memory.set(account.invited, room, people)
  return [{ type: 'invited.changed', account: id, room, people }]
}

/** Without a connection we are in no room. */
export function leaveRooms(batch: Batch, id: AccountId, account: OpenAccount): readonly Change[] {
  return [...account.rooms.values()]
    .filter(({ room }) => room.phase.type === 'joined' || room.phase.type === 'joining' || retries(room))
    .flatMap(({ room }) =>
      roomChanged(batch, { type: 'room.changed', account: id, room: room.address, facts: { phase: { type: 'left' } } }),
    )
}

const retries = ({ phase }: Room): boolean => phase.type === 'failed' && phase.retryAt !== null

async function keep(
  batch: Batch,
  id: AccountId,
  account: OpenAccount,
  address: BareJid,
  kept: Partial<KeptRoom>,
): Promise<boolean> {
  const before = account.rooms.get(address)
  const { nick = before?.room.nick } = kept
  if (nick === undefined || (before === undefined && account.rooms.size >= mostRooms)) return false
  const { name, notify, autojoin, isBookmarked, password }: KeptRoom = {
    ...newRoom,
    ...(before !== undefined && { ...before.room, password: before.password }),
    ...kept,
    nick,
  }
  const facts = { name, nick, notify, autojoin, isBookmarked }
  const next: HeldRoom = {
    password,
    room:
      before === undefined
        ? { account: id, address, ...facts, ...absent, phase: { type: 'left' }, subject: null, traits: null }
        : { ...before.room, ...facts },
  }
  if (JSON.stringify(next) === JSON.stringify(before)) return true
  await batch.sql({
    sql: `INSERT INTO room (account, address, name, nick, autojoin, notify, bookmarked, password)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET name = excluded.name, nick = excluded.nick, autojoin = excluded.autojoin,
        notify = excluded.notify, bookmarked = excluded.bookmarked, password = excluded.password`,
    values: [id, address, name ?? '', nick, autojoin ? 1 : 0, notify, isBookmarked ? 1 : 0, password ?? ''],
  })
  batch.memory.set(account.rooms, address, next)
  return true
}

function setRoom(batch: Batch, id: AccountId, account: OpenAccount, held: HeldRoom): readonly Change[] {
  batch.memory.set(account.rooms, held.room.address, held)
  return [{ type: 'room.changed', account: id, rooms: [held.room] }]
}

function told(id: AccountId, account: OpenAccount, address: BareJid): readonly Change[] {
  const held = account.rooms.get(address)
  return held === undefined ? [] : [{ type: 'room.changed', account: id, rooms: [held.room] }]
}

function emptied(batch: Batch, id: AccountId, account: OpenAccount, room: BareJid): readonly Change[] {
  if ((account.occupants.get(room)?.size ?? 0) === 0) return []
  batch.memory.set(account.occupants, room, new Map())
  return [{ type: 'occupants.changed', account: id, room, replaces: true, occupants: [], gone: [] }]
}

export function selectRooms(id: AccountId): Statement {
  return {
    sql: `SELECT address, name, nick, autojoin, notify, bookmarked, password FROM room WHERE account = ?
      ORDER BY address`,
    values: [id],
  }
}

export function roomOf(account: AccountId, row: SqlRow): HeldRoom {
  return {
    password: String(row.password) || null,
    room: {
      account,
      address: row.address as BareJid,
      name: String(row.name) || null,
      nick: String(row.nick),
      isBookmarked: row.bookmarked === 1,
      autojoin: row.autojoin === 1,
      notify: notifyOf(row.notify),
      ...absent,
      ...{ phase: { type: 'left' }, subject: null, traits: null },
    },
  }
}

function notifyOf(value: unknown): RoomNotify {
  return value === 'all' || value === 'none' ? value : 'mentions'
}
