import type { AccountId, BareJid, Peer } from '../../shared/domain/address.ts'
import type { ArchivePoint } from '../core/events.ts'
import type { SqlRow, SqlValue, Statement } from './sqlite/protocol.ts'

/** What is known of an account's archive on its server, and how much of it is here. */
export interface KeptArchive {
  /** Up to here everything is here, from `oldest` on; null: nothing was ever read. */
  readonly newest: ArchivePoint | null
  /** What lies before is asked for one conversation at a time; null: nothing was ever read. */
  readonly oldest: ArchivePoint | null
  /** Nothing lies before `oldest`. */
  readonly complete: boolean
  /** The server has none. */
  readonly absent: boolean
  /** Before each of these places messages may be missing. */
  readonly gaps: readonly number[]
}

/** How far back one conversation is here. */
export interface KeptHistory {
  /** Null: as far as the account's archive. */
  readonly oldest: ArchivePoint | null
  /** Nothing lies before. */
  readonly complete: boolean
}

export const unknownArchive: KeptArchive = { newest: null, oldest: null, complete: false, absent: false, gaps: [] }

/** @param room whose archive; ours where there is none */
export function selectArchive(account: AccountId, room: BareJid | null = null): Statement {
  return room === null
    ? { sql: 'SELECT * FROM archive WHERE account = ?', values: [account] }
    : { sql: 'SELECT * FROM room_archive WHERE account = ? AND room = ?', values: [account, room] }
}

/** Of every room of which something is known, with its address. */
export function selectRoomArchives(account: AccountId): Statement {
  return { sql: 'SELECT * FROM room_archive WHERE account = ?', values: [account] }
}

export function archiveOf(row: SqlRow | undefined): KeptArchive {
  if (row === undefined) return unknownArchive
  return {
    newest: pointOf(row.newest_id, row.newest_time),
    oldest: pointOf(row.oldest_id, row.oldest_time),
    complete: row.complete === 1,
    absent: row.absent === 1,
    gaps: gapsOf(String(row.gaps)),
  }
}

export function updateArchive(
  account: AccountId,
  { newest, oldest, complete, absent, gaps }: KeptArchive,
  room: BareJid | null = null,
): Statement {
  const [table, keys] = room === null ? ['archive', { account }] : ['room_archive', { account, room }]
  const values = {
    ...{ ...keys, complete: Number(complete), absent: Number(absent), gaps: JSON.stringify(gaps) },
    ...{ newest_id: newest?.id ?? null, newest_time: newest?.time ?? null },
    ...{ oldest_id: oldest?.id ?? null, oldest_time: oldest?.time ?? null },
  }
  const columns = Object.keys(values)
  return {
    sql: `INSERT OR REPLACE INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
    values: Object.values(values),
  }
}

export function selectHistory(account: AccountId, peer: Peer): Statement {
  return {
    sql: 'SELECT history_id, history_time, history_complete FROM conversation WHERE account = ? AND peer = ?',
    values: [account, peer],
  }
}

export function historyOf(row: SqlRow | undefined): KeptHistory {
  return { oldest: pointOf(row?.history_id, row?.history_time), complete: row?.history_complete === 1 }
}

export function updateHistory(account: AccountId, peer: Peer, { oldest, complete }: KeptHistory): Statement {
  return {
    sql: `INSERT INTO conversation (account, peer, history_id, history_time, history_complete) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (account, peer) DO UPDATE SET history_id = excluded.history_id,
        history_time = excluded.history_time, history_complete = excluded.history_complete`,
    values: [account, peer, ...columnsOf(oldest), Number(complete)],
  }
}

function pointOf(id: SqlValue | undefined, time: SqlValue | undefined): ArchivePoint | null {
  if (time === null || time === undefined) return null
  return { id: id === null || id === undefined ? null : String(id), time: Number(time) }
}

function columnsOf(point: ArchivePoint | null): readonly [string | null, number | null] {
  return [point?.id ?? null, point?.time ?? null]
}

function gapsOf(text: string): readonly number[] {
  const value: unknown = JSON.parse(text)
  return Array.isArray(value) ? value.filter(each => Number.isSafeInteger(each)).map(Number) : []
}
