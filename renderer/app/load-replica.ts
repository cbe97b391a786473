import type { Bridge } from '../../shared/ipc/bridge.ts'
import type { Change } from '../../shared/ipc/changes.ts'
import { CallError } from '../ipc/call.ts'
import { applyChanges } from '../state/apply-change.ts'
import { createReplica, type Store } from '../state/store.ts'

export interface Replica {
  readonly store: Store
  /** Ends listening. */
  dispose(): void
}

/**
 * The replica, in step with the main process: the snapshot first, then each batch of changes. What comes before the
 * snapshot is applied to it: a change carries the new value, so that one that is in the snapshot already does no harm.
 * @throws CallError where there is no snapshot.
 */
export async function loadReplica(bridge: Bridge): Promise<Replica> {
  let store: Store | null = null
  let early: readonly Change[] = []
  const stop = bridge.onChanges(changes => {
    if (store === null) early = [...early, ...changes]
    else store.setState(state => applyChanges(state, changes), true)
  })
  const answer = await bridge.call('program.snapshot', {})
  if (!answer.ok) {
    stop()
    throw new CallError('program.snapshot', answer.failure)
  }
  const replica = createReplica(answer.value)
  replica.setState(state => applyChanges(state, early), true)
  store = replica
  return { store: replica, dispose: stop }
}
