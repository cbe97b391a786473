import type { AccountId, Peer } from '../../shared/domain/address.ts'
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

export function selectArchive(account: AccountId): Statement {
  return { sql: 'SELECT * FROM archive WHERE account = ?', values: [account] }
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

export function updateArchive(account: AccountId, { newest, oldest, complete, absent, gaps }: KeptArchive): Statement {
  const [marks, values] = ['?, ?, ?, ?, ?, ?, ?, ?', [JSON.stringify(gaps), ...columnsOf(newest), ...columnsOf(oldest)]]
  return {
    sql: `INSERT OR REPLACE INTO archive (account, complete, absent, gaps, newest_id, newest_time, oldest_id, oldest_time)
      VALUES (${marks})`,
    values: [account, Number(complete), Number(absent), ...values],
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
