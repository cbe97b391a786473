import { expect, test } from 'vitest'
import type { Bridge } from '../../shared/ipc/bridge.ts'
import type { Change } from '../../shared/ipc/changes.ts'
import type { Snapshot } from '../../shared/ipc/program.ts'
import { sampleSnapshot } from '../state/sample.ts'
import { loadReplica } from './load-replica.ts'

function fakeBridge(snapshot: Promise<Snapshot>) {
  const listeners = new Set<(changes: readonly Change[]) => void>()
  const bridge = {
    call: async () => ({ ok: true, value: await snapshot }),
    onChanges: (listener: (changes: readonly Change[]) => void) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  } as unknown as Bridge
  return { bridge, listeners, send: (...changes: readonly Change[]) => [...listeners].map(each => each(changes)) }
}

const density = (value: 'cozy' | 'compact'): Change => ({
  type: 'settings.changed',
  settings: { ...sampleSnapshot().settings, density: value },
})

test('changes before, at and after the snapshot are all in the replica, in their order', async () => {
  const { promise, resolve } = Promise.withResolvers<Snapshot>()
  const { bridge, send, listeners } = fakeBridge(promise)
  const loading = loadReplica(bridge)
  send(density('compact'))
  resolve(sampleSnapshot())
  const { store, dispose } = await loading
  expect(store.getState().settings.density).toBe('compact')
  send(density('cozy'))
  expect(store.getState().settings.density).toBe('cozy')
  dispose()
  expect(listeners.size).toBe(0)
})

test('without a snapshot it fails with the code, and listens no longer', async () => {
  const { bridge, listeners } = fakeBridge(Promise.resolve(sampleSnapshot()))
  const failing: Bridge = {
    ...bridge,
    call: async () => ({ ok: false, failure: { code: 'storage-failed', details: {} } }),
  }
  await expect(loadReplica(failing)).rejects.toMatchObject({ failure: { code: 'storage-failed' } })
  expect(listeners.size).toBe(0)
})
