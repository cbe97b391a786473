import { assertNever } from '../../shared/assert-never.ts'
import type { AccountId, Peer } from '../../shared/domain/address.ts'
import type { Download, Transfer, TransferId } from '../../shared/domain/file.ts'
import type { MessageId } from '../../shared/domain/message.ts'
import type { Change } from '../../shared/ipc/changes.ts'
import type { AccountState, State } from './state.ts'

export type FileChange = Extract<
  Change,
  { type: 'transfer.changed' | 'transfer.removed' | 'download.changed' | 'download.removed' }
>

/** The account after something of its files on their way has changed. */
export function applyFileChange(account: AccountState, change: FileChange): AccountState {
  switch (change.type) {
    case 'transfer.changed':
      return { ...account, transfers: withValues(account.transfers, change.transfers, each => each.id) }
    case 'transfer.removed':
      return { ...account, transfers: without(account.transfers, change.ids) }
    case 'download.changed':
      return { ...account, downloads: withValues(account.downloads, change.downloads, each => each.message) }
    case 'download.removed':
      return { ...account, downloads: without(account.downloads, change.messages) }
    default:
      return assertNever(change)
  }
}

export function transfersOf(state: State, account: AccountId): ReadonlyMap<TransferId, Transfer> | undefined {
  return state.accounts[account]?.transfers
}

/** Files on their way to somebody, in the order in which they were sent. A new value at each call: not for `useStore`. */
export function transfersTo(transfers: ReadonlyMap<TransferId, Transfer> | undefined, peer: Peer): readonly Transfer[] {
  return [...(transfers?.values() ?? [])].filter(each => each.peer === peer).sort((a, b) => a.time - b.time)
}

/** The name of the file that could not be sent to somebody, the last of them; null where there is none. */
export function failedFileTo(state: State, account: AccountId, peer: Peer): string | null {
  let last: Transfer | null = null
  for (const each of transfersOf(state, account)?.values() ?? [])
    if (each.peer === peer && each.phase.type === 'failed' && each.time >= (last?.time ?? 0)) last = each
  return last?.name ?? null
}

export function downloadOf(state: State, account: AccountId, message: MessageId): Download | undefined {
  return state.accounts[account]?.downloads.get(message)
}

function withValues<Key, Value>(
  map: ReadonlyMap<Key, Value>,
  values: readonly Value[],
  keyOf: (value: Value) => Key,
): ReadonlyMap<Key, Value> {
  const next = new Map(map)
  for (const value of values) next.set(keyOf(value), value)
  return next
}

function without<Key, Value>(map: ReadonlyMap<Key, Value>, keys: readonly Key[]): ReadonlyMap<Key, Value> {
  const next = new Map(map)
  for (const key of keys) next.delete(key)
  return next
}
