import type { AccountId } from '../../../shared/domain/address.ts'
import type { ConnectionState } from '../../../shared/domain/connection.ts'
import type { Change } from '../../../shared/ipc/changes.ts'
import type { Batch } from '../batch.ts'
import { clearPresences } from './presence.ts'
import { leaveRooms } from './room.ts'

export function connectionChanged(batch: Batch, id: AccountId, state: ConnectionState): readonly Change[] {
  const account = batch.memory.accounts.get(id)
  if (account === undefined) return []
  batch.memory.open(id, { ...account, connection: state })
  const change: Change = { type: 'connection.changed', account: id, state }
  // A connection that was lost may go on with what was known (`presence.forgotten` says when it does not).
  return state.phase === 'offline'
    ? [change, ...clearPresences(batch, id, account), ...leaveRooms(batch, id, account)]
    : [change]
}
