import type { AccountId, BareJid } from '../../../shared/domain/address.ts'
import { type Blocking, unknownBlocking } from '../../../shared/domain/blocking.ts'
import type { Change } from '../../../shared/ipc/changes.ts'
import type { Batch } from '../batch.ts'
import { shownAccount } from '../memory.ts'
import type { SqlRow, Statement } from '../sqlite/protocol.ts'

/** The server has the list: it is asked for at each sign-in, and what it said last is kept for when we are offline. */
export async function blockingReceived(batch: Batch, id: AccountId, blocking: Blocking): Promise<readonly Change[]> {
  const account = shownAccount(batch.memory, id)
  if (account === null || JSON.stringify(account.blocking) === JSON.stringify(blocking)) return []
  await batch.sql({
    sql: `INSERT INTO account_state (account, blocking, blocked) VALUES (?, ?, ?)
      ON CONFLICT DO UPDATE SET blocking = excluded.blocking, blocked = excluded.blocked`,
    values: [id, blocking.support === 'yes' ? 1 : 0, JSON.stringify(blocking.addresses)],
  })
  batch.memory.open(id, { ...account, blocking })
  return [{ type: 'blocking.changed', account: id, blocking }]
}

export function selectBlocking(account: AccountId): Statement {
  return { sql: 'SELECT blocking, blocked FROM account_state WHERE account = ?', values: [account] }
}

export function blockingOf(row: SqlRow | undefined): Blocking {
  if (row === undefined || row.blocking === -1) return unknownBlocking
  const addresses: unknown = JSON.parse(String(row.blocked))
  return {
    support: row.blocking === 1 ? 'yes' : 'no',
    addresses: Array.isArray(addresses) ? addresses.filter((each): each is BareJid => typeof each === 'string') : [],
  }
}
