import type { AccountId, BareJid } from '../../../shared/domain/address.ts'
import { type Contact, seesUs } from '../../../shared/domain/contact.ts'
import type { ContactRequest } from '../../../shared/domain/request.ts'
import type { Change } from '../../../shared/ipc/changes.ts'
import type { Batch } from '../batch.ts'
import { type OpenAccount, shownAccount } from '../memory.ts'
import type { SqlRow, Statement } from '../sqlite/protocol.ts'

/** Anybody can ask: more than a person can answer are not kept. The server tells them again at the next sign-in. */
export const mostRequests = 500

/** The server tells of it at each sign-in until it is answered: it keeps the time of its first arrival. */
export async function requestReceived(
  batch: Batch,
  id: AccountId,
  request: ContactRequest,
): Promise<readonly Change[]> {
  const account = shownAccount(batch.memory, id)
  if (account === null) return []
  const { address } = request
  const before = account.requests.get(address)
  if (before === undefined && account.requests.size >= mostRequests) {
    batch.log.warn('a request too many was left out')
    return []
  }
  const next = { ...request, time: before?.time ?? request.time }
  if (before?.nickname === next.nickname && before.text === next.text) return []
  await batch.sql({
    sql: `INSERT INTO request (account, address, time, nickname, text) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET nickname = excluded.nickname, text = excluded.text`,
    values: [id, address, next.time, next.nickname ?? '', next.text ?? ''],
  })
  batch.memory.set(account.requests, address, next)
  return [{ type: 'request.changed', account: id, request: next }]
}

export async function requestEnded(batch: Batch, id: AccountId, address: BareJid): Promise<readonly Change[]> {
  const account = shownAccount(batch.memory, id)
  return account === null ? [] : endRequests(batch, id, account, [address])
}

/** Whoever sees us need not wait any longer: another device of ours has answered. */
export function endAnswered(
  batch: Batch,
  id: AccountId,
  account: OpenAccount,
  contacts: readonly Contact[],
): Promise<readonly Change[]> {
  return endRequests(
    batch,
    id,
    account,
    contacts.filter(seesUs).map(each => each.address),
  )
}

async function endRequests(
  batch: Batch,
  id: AccountId,
  account: OpenAccount,
  addresses: readonly BareJid[],
): Promise<readonly Change[]> {
  const waiting = addresses.filter(each => account.requests.has(each))
  if (waiting.length === 0) return []
  await batch.sql(
    ...waiting.map(each => ({ sql: 'DELETE FROM request WHERE account = ? AND address = ?', values: [id, each] })),
  )
  for (const address of waiting) batch.memory.remove(account.requests, address)
  return waiting.map(address => ({ type: 'request.removed', account: id, address }))
}

export function sharedGroupsReceived(batch: Batch, id: AccountId, groups: readonly string[]): readonly Change[] {
  const account = shownAccount(batch.memory, id)
  if (account === null || JSON.stringify(account.sharedGroups) === JSON.stringify(groups)) return []
  batch.memory.open(id, { ...account, sharedGroups: groups })
  return [{ type: 'sharedGroups.changed', account: id, groups }]
}

export function selectRequests(id: AccountId): Statement {
  return {
    sql: 'SELECT address, time, nickname, text FROM request WHERE account = ? ORDER BY time, address',
    values: [id],
  }
}

export function requestOf(row: SqlRow): ContactRequest {
  return {
    address: row.address as BareJid,
    nickname: String(row.nickname) || null,
    text: String(row.text) || null,
    time: Number(row.time),
  }
}
