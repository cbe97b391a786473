import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Change } from '../../shared/ipc/changes.ts'
import { type Clock, silentLog } from '../core/ports/index.ts'
import { createStore } from './create-store.ts'
import { queued, storeWorld } from './testing/store-world.ts'

const fullDisk = new URL('./testing/full-disk-worker.ts', import.meta.url)
const refused = [{ type: 'storage-refused', condition: 'disk-full' }]

/** A store whose trials are made when the test says so. */
async function open(worker: URL) {
  const world = storeWorld(worker)
  const timers: (() => void)[] = []
  const clock: Clock = {
    now: () => 1_700_000_000_000,
    after(_milliseconds, run) {
      timers.push(run)
      return () => {}
    },
  }
  await (await world.openAna()).store.close()
  const store = await createStore({ profile: { folder: world.folder, databaseWorker: worker }, clock, log: silentLog })
  const changes: Change[] = []
  store.onChanges(batch => changes.push(...batch))
  return {
    world,
    store,
    timers,
    told: () => changes.flatMap(each => (each.type === 'troubles.changed' ? [each.troubles] : [])),
    async tryAgain() {
      timers.shift()?.()
      // Reads run beside each other: what is asked after one has been answered stands behind the trial.
      await store.snapshots()
      await store.snapshots()
    },
    async [Symbol.asyncDispose]() {
      await store.close()
      await world[Symbol.asyncDispose]()
    },
  }
}

test('an archive that cannot grow is told while it lasts, and no longer, even when nobody writes', async () => {
  await using opened = await open(fullDisk)
  const { world, store, timers, told, tryAgain } = opened
  const full = join(world.folder, 'full')
  writeFileSync(full, '')
  await expect(store.apply(queued('m1', 'long '.repeat(20_000)))).rejects.toThrow()
  await expect(store.apply(queued('m2', 'long '.repeat(20_000)))).rejects.toThrow()
  expect([store.troubles(), told()]).toEqual([refused, [refused]])
  expect(timers).toHaveLength(1)
  store.dismissTrouble('storage-refused')
  await tryAgain()
  expect([store.troubles(), timers.length]).toEqual([refused, 1])
  rmSync(full)
  await tryAgain()
  expect([store.troubles(), told(), timers]).toEqual([[], [refused, []], []])
  expect(await store.outbox('ana@mired.org' as never)).toEqual([])
})

test('settings that cannot be written are told apart from the archive, which goes on', async () => {
  await using opened = await open(fullDisk)
  const { world, store, told, tryAgain } = opened
  const temporary = join(world.folder, 'settings.json.new')
  symlinkSync('/dev/full', temporary)
  await expect(store.apply({ type: 'settings.changed', settings: { theme: 'dark' } })).rejects.toThrow()
  await store.apply(queued('m1'))
  expect(store.troubles()).toEqual(refused)
  rmSync(temporary)
  await tryAgain()
  expect([store.troubles(), told()]).toEqual([[], [refused, []]])
})

test('a failure that is no matter of the disk is not told', async () => {
  await using opened = await open(fullDisk)
  const { world, store } = opened
  mkdirSync(join(world.folder, 'settings.json.new'))
  await expect(store.apply({ type: 'settings.changed', settings: { theme: 'dark' } })).rejects.toThrow()
  expect(store.troubles()).toEqual([])
})

test('what was reported is there once, until it has been read', async () => {
  await using opened = await open(fullDisk)
  const { store, told } = opened
  store.reportTrouble({ type: 'window-reloaded' })
  store.reportTrouble({ type: 'window-reloaded' })
  store.dismissTrouble('window-reloaded')
  store.dismissTrouble('window-reloaded')
  expect(told()).toEqual([[{ type: 'window-reloaded' }], []])
})
