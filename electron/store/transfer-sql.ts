import { basename } from 'node:path'
import type { AccountId, Peer } from '../../shared/domain/address.ts'
import type { Failure } from '../../shared/domain/failure.ts'
import type { FileFacts, TransferId } from '../../shared/domain/file.ts'
import type { KeptTransfer } from '../core/events.ts'
import type { SqlRow, SqlValue, Statement } from './sqlite/protocol.ts'

export function selectTransfers(account: AccountId): Statement {
  return { sql: 'SELECT * FROM transfer WHERE account = ? ORDER BY time, id', values: [account] }
}

export function insertTransfer({ transfer, source, modified, isOwned }: KeptTransfer): Statement {
  const { account, id, time, peer, size, caption, name, kind, mediaType, width, height } = transfer
  const facts = JSON.stringify({ name, kind, mediaType, width, height })
  return {
    sql: `INSERT INTO transfer (account, id, time, peer, size, modified, owned, source, facts, caption)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
    values: [account, id, time, peer, size, modified, isOwned ? 1 : 0, source, facts, caption],
  }
}

export function updateTransferFailure(account: AccountId, id: TransferId, failure: Failure | null): Statement {
  return {
    sql: 'UPDATE transfer SET failure = ? WHERE account = ? AND id = ?',
    values: [failure === null ? null : JSON.stringify(failure), account, id],
  }
}

export function deleteTransfer(account: AccountId, id: TransferId): Statement {
  return { sql: 'DELETE FROM transfer WHERE account = ? AND id = ?', values: [account, id] }
}

/** Nobody goes on with it by itself after the program has ended: what it did last is not known. */
export function transferOf(account: AccountId, row: SqlRow): KeptTransfer {
  const failure =
    row.failure === null
      ? ({ code: 'transfer-interrupted', details: {} } as const)
      : (JSON.parse(String(row.failure)) as Failure)
  return {
    transfer: {
      ...factsOf(String(row.facts)),
      account,
      id: row.id as TransferId,
      peer: row.peer as Peer,
      size: Number(row.size),
      caption: String(row.caption),
      time: Number(row.time),
      phase: { type: 'failed', failure },
    },
    source: String(row.source),
    modified: Number(row.modified),
    isOwned: row.owned === 1,
  }
}

function factsOf(text: string): FileFacts {
  const none: FileFacts = { name: 'file', kind: 'other', mediaType: null, width: null, height: null }
  return { ...none, ...(JSON.parse(text) as Partial<FileFacts>) }
}

/** The copies that messages have, and the sources of transfers that are ours: all else of our files belongs to nobody. */
export const selectUsedFiles: Statement = {
  sql: `SELECT json_extract(extra, '$.file.copy') AS used FROM message WHERE extra LIKE '%"copy":"%' AND json_valid(extra)
    UNION SELECT source FROM transfer WHERE owned = 1`,
}

/** The name in our folder of files. */
export function usedName(used: SqlValue | undefined): string {
  return basename(String(used ?? ''))
}
