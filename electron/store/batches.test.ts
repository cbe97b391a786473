import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { FullJid } from '../../shared/domain/address.ts'
import type { Change } from '../../shared/ipc/changes.ts'
import type { DomainEvent } from '../core/events.ts'
import type { Log } from '../core/ports/index.ts'
import { silentLog } from '../core/ports/index.ts'
import { ana, bob, queued, received, storeWorld } from './testing/store-world.ts'

function presence(index: number): DomainEvent {
  const from = `p${index % 400}@mired.org/a` as FullJid
  return {
    type: 'presence.received',
    account: ana,
    presence: { from, availability: 'away', status: String(index), priority: 0 },
  }
}

test('a flood of 1,000 presences is a handful of batches, and each person is told as they are now', async () => {
  await using world = storeWorld()
  const { store, batches, changes } = await world.openAna()
  await Promise.all(Array.from({ length: 1000 }, (_, index) => store.apply(presence(index))))
  expect(batches.length).toBeLessThanOrEqual(3)
  const told = new Map(
    changes()
      .flatMap(each => (each.type === 'presence.changed' ? each.presences : []))
      .map(each => [each.address, each]),
  )
  expect([...told.values()]).toEqual((await store.snapshots())[0]?.presences)
  expect(told.size).toBe(400)
})

test('apply ends when its changes are out; a snapshot holds what was told by then and no more', async () => {
  await using world = storeWorld()
  const { store, batches } = await world.openAna()
  const log: string[] = []
  store.onChanges(changes => log.push(`told ${changes.length}`))
  await Promise.all([
    store.apply(received()).then(() => log.push('applied')),
    store.snapshots().then(([snapshot]) => log.push(`snapshot ${snapshot?.conversations[0]?.unread}`)),
    store.apply(received()).then(() => log.push('applied')),
  ])
  expect(log).toEqual(['told 2', 'applied', 'snapshot 1', 'told 2', 'applied'])
  expect(batches).toHaveLength(2)
})

test('a listener that fails costs nobody else anything; one that left hears nothing', async () => {
  await using world = storeWorld()
  const errors: string[] = []
  const log: Log = { ...silentLog, error: message => errors.push(message), scope: () => log }
  const { store, batches } = await world.open(log)
  const listener = (): never => {
    throw new Error('no')
  }
  const leave = store.onChanges(listener)
  store.onChanges(listener)
  await store.apply({ type: 'settings.changed', settings: { theme: 'dark' } })
  leave()
  await store.apply({ type: 'settings.changed', settings: { theme: 'light' } })
  expect(errors).toHaveLength(3)
  expect(batches).toHaveLength(2)
})

test('close ends what was applied; afterwards everything is refused', async () => {
  await using world = storeWorld()
  const { store } = await world.openAna()
  const applying = store.apply(queued('m1'))
  await Promise.all([store.close(), store.close()])
  await applying
  await expect(store.apply(queued('m2'))).rejects.toMatchObject({ code: 'storage-failed' })
  await expect(store.outbox(ana)).rejects.toMatchObject({ code: 'storage-failed' })
  const { store: again } = await world.open()
  expect((await again.outbox(ana)).map(each => each.id)).toEqual(['m1'])
})

test('an event that the disk refuses changes nothing, and the others of its turn are kept', async () => {
  await using world = storeWorld()
  const { store, changes } = await world.openAna()
  const bad = { ...queued('bad'), time: 0.5 } as DomainEvent
  const results = await Promise.allSettled([presence(1), queued('m1'), bad, received()].map(each => store.apply(each)))
  expect(results.map(each => each.status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled'])
  expect(results[2]).toMatchObject({ reason: { code: 'storage-failed' } })
  expect(await store.conversation(ana, bob)).toMatchObject({ unread: 1, lastMessage: { body: 'hello' } })
  expect((await store.page(ana, bob, null, 10)).messages).toHaveLength(2)
  expect(JSON.stringify(changes())).not.toContain('"bad"')
})

test('a full disk refuses messages, the program lives on, and space makes it work again', async () => {
  await using world = storeWorld(new URL('./testing/full-disk-worker.ts', import.meta.url))
  const { store, batches } = await world.openAna()
  const long = 'long '.repeat(20_000)
  writeFileSync(join(world.folder, 'full'), '')
  const refused = store.apply(queued('m1', long))
  await expect(refused).rejects.toMatchObject({ code: 'storage-failed', details: { condition: 'disk-full' } })
  const refusal: Change = { type: 'troubles.changed', troubles: [{ type: 'storage-refused', condition: 'disk-full' }] }
  expect([batches, (await store.snapshots())[0]?.conversations]).toEqual([[[refusal]], []])
  await store.apply(presence(1))
  rmSync(join(world.folder, 'full'))
  await store.apply(queued('m1', long))
  expect(await store.outbox(ana)).toHaveLength(1)
})

test('settings that cannot be written stay as they were, in memory too', async () => {
  await using world = storeWorld()
  const { store, batches } = await world.openAna()
  const inTheWay = join(world.folder, 'settings.json.new')
  mkdirSync(inTheWay)
  const change: DomainEvent = { type: 'settings.changed', settings: { theme: 'dark' } }
  await expect(store.apply(change)).rejects.toMatchObject({ code: 'storage-failed' })
  const closing: DomainEvent = { type: 'account.closed', account: ana, removeHistory: true }
  await store.apply(received())
  await expect(store.apply(closing)).rejects.toMatchObject({ code: 'storage-failed' })
  expect([store.settings().theme, store.lastAccount(), batches.length]).toEqual(['system', ana, 1])
  expect((await store.page(ana, bob, null, 10)).messages).toHaveLength(1)
  rmSync(inTheWay, { recursive: true })
  await store.apply(change)
  expect(store.settings().theme).toBe('dark')
})

test('a profile that cannot be opened says so', async () => {
  await using world = storeWorld()
  mkdirSync(join(world.folder, 'archive.sqlite'))
  await expect(world.open()).rejects.toMatchObject({ code: 'storage-failed' })
  rmSync(join(world.folder, 'archive.sqlite'), { recursive: true })
  mkdirSync(join(world.folder, 'settings.json'))
  await expect(world.open()).rejects.toMatchObject({ code: 'storage-failed' })
  chmodSync(world.folder, 0o700)
})
