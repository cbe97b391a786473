import type { AccountId, FullJid } from '../../../shared/domain/address.ts'
import type { MessageId } from '../../../shared/domain/message.ts'
import type { Change } from '../../../shared/ipc/changes.ts'
import type { StreamPlace } from '../../core/ports/index.ts'
import type { Batch } from '../batch.ts'
import { rowIdOf, wireId } from '../wire-id.ts'
import { attemptsBecame } from './message.ts'

/** Streams are nobody's to see: they change the disk, and tell nothing. */
export async function streamBegan(batch: Batch, account: AccountId, id: string, address: FullJid): Promise<[]> {
  if (!batch.content().accounts.some(each => each.id === account)) return []
  await batch.sql({
    sql: 'INSERT OR REPLACE INTO stream (account, id, address) VALUES (?, ?, ?)',
    values: [account, id, address],
  })
  return []
}

export async function streamHandled(batch: Batch, account: AccountId, { stream, count }: StreamPlace): Promise<[]> {
  await batch.sql({
    sql: 'UPDATE stream SET inbound = max(inbound, ?) WHERE account = ? AND id = ?',
    values: [count, account, stream],
  })
  return []
}

/** The same places are given again: a message that kept an old one would be taken for what stands there now. */
export async function streamContinued(batch: Batch, account: AccountId, { stream, count }: StreamPlace): Promise<[]> {
  await batch.sql({
    sql: `UPDATE message SET stream = NULL, stream_place = NULL WHERE stream = ? AND stream_place > ?
      AND state IN ('queued', 'sent') AND conversation IN (SELECT key FROM conversation WHERE account = ?)`,
    values: [stream, count, account],
  })
  return []
}

export async function streamEnded(batch: Batch, account: AccountId): Promise<[]> {
  await batch.sql({ sql: 'DELETE FROM stream WHERE account = ?', values: [account] })
  return []
}

export async function messagePlaced(
  batch: Batch,
  account: AccountId,
  id: MessageId,
  { stream, count }: StreamPlace,
): Promise<readonly Change[]> {
  await batch.sql({
    sql: `UPDATE message SET stream = ?, stream_place = ? WHERE id = ? AND ${wireId} = ?
      AND conversation IN (SELECT key FROM conversation WHERE account = ?)`,
    values: [stream, count, rowIdOf(id), id, account],
  })
  return attemptsBecame(batch, account, [id], 'sent')
}
