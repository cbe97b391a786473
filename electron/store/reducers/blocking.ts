import type { AccountId } from '../../../shared/domain/address.ts'
import type { Blocking } from '../../../shared/domain/blocking.ts'
import type { Change } from '../../../shared/ipc/changes.ts'
import type { Batch } from '../batch.ts'
import { shownAccount } from '../memory.ts'

/** The server has the list: it is asked for at each sign-in, and stays known while we are offline. */
export function blockingReceived(batch: Batch, id: AccountId, blocking: Blocking): readonly Change[] {
  const account = shownAccount(batch.memory, id)
  if (account === null || JSON.stringify(account.blocking) === JSON.stringify(blocking)) return []
  batch.memory.open(id, { ...account, blocking })
  return [{ type: 'blocking.changed', account: id, blocking }]
}
