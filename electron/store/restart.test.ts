import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ana, bob, queued, received, type StoreWorld, storeWorld } from './testing/store-world.ts'

const dyingWorld = (): StoreWorld => storeWorld(new URL('./testing/dying-worker.ts', import.meta.url))
const dieIn = (world: StoreWorld, statement: string): void => writeFileSync(join(world.folder, 'die'), statement)
const failed = { code: 'storage-failed' }

test.each(['BEGIN IMMEDIATE', 'INSERT INTO conversation', 'INSERT INTO message'])(
  'a thread that dies in %s is started again, and the message is there once',
  async statement => {
    await using world = dyingWorld()
    const { store, changes } = await world.openAna()
    await store.apply(queued('m1'))
    dieIn(world, statement)
    // Several at once make one transaction, which is undone as a whole and done again one by one.
    await Promise.all([store.apply(queued('m2')), store.apply(received({ originId: 'o1' }))])
    expect((await store.page(ana, bob, null, 9)).messages.map(each => each.body)).toEqual(['hi', 'hi', 'hello'])
    expect((await store.outbox(ana)).map(each => each.id)).toEqual(['m1', 'm2'])
    expect(
      changes()
        .filter(each => each.type === 'message.changed')
        .flatMap(each => each.messages),
    ).toHaveLength(3)
    expect(store.troubles()).toEqual([])
  },
)

test('a page that was being read is read again', async () => {
  await using world = dyingWorld()
  const { store } = await world.openAna()
  await store.apply(queued('m1'))
  dieIn(world, 'SELECT')
  expect((await store.page(ana, bob, null, 9)).messages).toHaveLength(1)
  await store.apply(queued('m2'))
  expect(await store.outbox(ana)).toHaveLength(2)
})

test('where nobody knows whether a commit was done, all is refused until the next start', async () => {
  await using world = dyingWorld()
  const { store, batches } = await world.openAna()
  await store.apply(queued('m1'))
  dieIn(world, 'COMMIT')
  await expect(store.apply(queued('m2'))).rejects.toMatchObject(failed)
  await expect(store.apply(queued('m3'))).rejects.toMatchObject(failed)
  await expect(store.outbox(ana)).rejects.toMatchObject(failed)
  expect(batches).toHaveLength(1)
  await store.close()
  const { store: next } = await world.open()
  expect((await next.outbox(ana)).map(each => each.id)).toContain('m1')
  await next.apply(queued('m2'))
  expect((await next.outbox(ana)).filter(each => each.id === 'm2')).toHaveLength(1)
})

test('a thread that dies again is not started again', async () => {
  await using world = dyingWorld()
  const { store } = await world.openAna()
  dieIn(world, 'SELECT')
  expect(await store.outbox(ana)).toEqual([])
  dieIn(world, 'SELECT')
  await expect(store.outbox(ana)).rejects.toMatchObject(failed)
  await expect(store.apply(queued('m1'))).rejects.toMatchObject(failed)
})
