import type { AccountId } from '../../../shared/domain/address.ts'
import type { Download, SharedFile, TransferId, TransferPhase } from '../../../shared/domain/file.ts'
import type { MessageExtra, MessageId } from '../../../shared/domain/message.ts'
import type { Change } from '../../../shared/ipc/changes.ts'
import type { DomainEvent, KeptTransfer } from '../../core/events.ts'
import type { Batch } from '../batch.ts'
import { shownAccount } from '../memory.ts'
import { messageColumns, messagesOf, selectMessage } from '../message-sql.ts'
import { deleteTransfer, insertTransfer, updateTransferFailure } from '../transfer-sql.ts'
import { withChangedMessage } from './conversation.ts'
import { messageQueued } from './message.ts'

export async function transferQueued(batch: Batch, kept: KeptTransfer): Promise<readonly Change[]> {
  const { transfer } = kept
  const account = shownAccount(batch.memory, transfer.account)
  if (account === null) return []
  await batch.sql(insertTransfer(kept))
  batch.memory.set(account.transfers, transfer.id, kept)
  return [{ type: 'transfer.changed', account: transfer.account, transfers: [transfer] }]
}

/** How far it is goes to nobody's disk; that it has failed, does. */
export async function transferChanged(
  batch: Batch,
  id: AccountId,
  transfer: TransferId,
  phase: TransferPhase,
): Promise<readonly Change[]> {
  const account = shownAccount(batch.memory, id)
  const before = account?.transfers.get(transfer)
  if (account === null || before === undefined) return []
  const failure = phase.type === 'failed' ? phase.failure : null
  if (failure !== null || before.transfer.phase.type === 'failed') {
    await batch.sql(updateTransferFailure(id, transfer, failure))
  }
  const next: KeptTransfer = { ...before, transfer: { ...before.transfer, phase } }
  batch.memory.set(account.transfers, transfer, next)
  return [{ type: 'transfer.changed', account: id, transfers: [next.transfer] }]
}

export async function transferRemoved(batch: Batch, id: AccountId, transfer: TransferId): Promise<readonly Change[]> {
  await batch.sql(deleteTransfer(id, transfer))
  const account = shownAccount(batch.memory, id)
  if (account === null || !account.transfers.has(transfer)) return []
  batch.memory.remove(account.transfers, transfer)
  return [{ type: 'transfer.removed', account: id, ids: [transfer] }]
}

/** The file is there: in the same transaction a message takes its place. One that was called off meanwhile stays so. */
export async function transferSent(
  batch: Batch,
  event: Extract<DomainEvent, { type: 'transfer.sent' }>,
): Promise<readonly Change[]> {
  const { account: id, transfer, messages } = event
  const account = shownAccount(batch.memory, id)
  if (account === null || !account.transfers.has(transfer)) return []
  const changes: Change[] = []
  for (const message of messages) {
    const { draft = '' } = account.conversations.get(message.peer) ?? {}
    changes.push(...(await messageQueued(batch, message, draft)))
  }
  return [...changes, ...(await transferRemoved(batch, id, transfer))]
}

export function downloadChanged(batch: Batch, id: AccountId, download: Download): readonly Change[] {
  const account = shownAccount(batch.memory, id)
  if (account === null) return []
  batch.memory.set(account.downloads, download.message, download)
  return [{ type: 'download.changed', account: id, downloads: [download] }]
}

export function downloadRemoved(batch: Batch, id: AccountId, message: MessageId): readonly Change[] {
  const account = shownAccount(batch.memory, id)
  if (account === null || !account.downloads.has(message)) return []
  batch.memory.remove(account.downloads, message)
  return [{ type: 'download.removed', account: id, messages: [message] }]
}

/** What is known of the file of a message now that it is here. */
export async function fileKept(
  batch: Batch,
  id: AccountId,
  message: MessageId,
  file: SharedFile,
): Promise<readonly Change[]> {
  const [found = []] = await batch.sql(selectMessage(id, message))
  const text = found[0]?.extra
  const extra = typeof text === 'string' ? (JSON.parse(text) as MessageExtra) : {}
  const [rows = []] = await batch.sql({
    sql: `UPDATE message SET extra = ? WHERE id = ? AND conversation IN (SELECT key FROM conversation WHERE account = ?)
      RETURNING (SELECT peer FROM conversation AS its WHERE its.key = message.conversation) AS peer, ${messageColumns}`,
    values: [JSON.stringify({ ...extra, file }), message, id],
  })
  const account = shownAccount(batch.memory, id)
  if (account === null) return []
  return [
    ...messagesOf(id, rows).flatMap(each => [
      { type: 'message.changed', account: id, peer: each.peer, messages: [each] } as const,
      ...withChangedMessage(batch, account, each),
    ]),
    ...downloadRemoved(batch, id, message),
  ]
}
