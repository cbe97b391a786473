import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Message } from '../../shared/domain/message.ts'
import { seededNumbers, withFlippedByte } from './testing/damage.ts'
import { archiveOf, fill, readable } from './testing/damaged-archive.ts'
import { ana, carla, type OpenedStore, type StoreWorld, storeWorld } from './testing/store-world.ts'

/** Every message that a window can come to, by account. */
async function messagesOf({ store }: OpenedStore): Promise<readonly Message[]> {
  const messages: Message[] = []
  for (const account of [ana, carla]) await store.apply({ type: 'account.opened', account, unlocked: true })
  for (const { account, conversations } of await store.snapshots())
    for (const { peer } of conversations) messages.push(...(await store.page(account.id, peer, null, 1000)).messages)
  return messages
}

const damagedFiles = (world: StoreWorld) => readdirSync(world.folder).filter(name => name.includes('damaged'))

test('a damaged profile opens: what is readable is in the window, and the troubles are told once', async () => {
  await using world = storeWorld()
  await fill(world)
  const path = archiveOf(world)
  const settings = join(world.folder, 'settings.json')
  writeFileSync(path, readFileSync(path).fill(0, 0, 4096))
  writeFileSync(settings, readFileSync(settings).fill(0, 40, 80))

  const opened = await world.open()
  expect(opened.store.troubles()).toEqual([
    {
      type: 'settings-damaged',
      file: expect.stringMatching(/^settings\.damaged-.*\.json$/),
      used: 'backup',
      accounts: 2,
    },
    {
      type: 'archive-damaged',
      file: expect.stringMatching(/^archive\.damaged-2023-.*\.sqlite$/),
      kept: { contacts: 12, conversations: expect.any(Number), messages: 300 },
      lost: { contacts: 0, conversations: 0, messages: 0 },
    },
  ])
  expect(await messagesOf(opened)).toHaveLength(300)
  await opened.store.close()
  const again = await world.open()
  expect(again.store.troubles()).toEqual([])
  expect(await messagesOf(again)).toHaveLength(300)
})

test('20 archives with a flipped byte: the window shows all that is readable', { timeout: 60_000 }, async () => {
  await using world = storeWorld()
  await fill(world)
  const path = archiveOf(world)
  const whole = readFileSync(path)
  const random = seededNumbers(2026)
  for (let round = 0; round < 20; round++) {
    writeFileSync(path, withFlippedByte(whole, random))
    const count = readable(path).message.size
    world.clock.time++
    const opened = await world.open()
    expect((await messagesOf(opened)).length).toBeGreaterThanOrEqual(count)
    await opened.store.close()
  }
})

test('a history that is removed is in no damaged file either', async () => {
  await using world = storeWorld()
  await fill(world)
  const path = archiveOf(world)
  writeFileSync(path, readFileSync(path).fill(0, 0, 100))
  const { store } = await world.open()
  expect(damagedFiles(world)).toHaveLength(1)
  await store.apply({ type: 'account.closed', account: ana, removeHistory: false })
  expect(damagedFiles(world)).toHaveLength(1)
  await store.apply({ type: 'account.closed', account: ana, removeHistory: true })
  expect(damagedFiles(world)).toEqual([])
  const files = readdirSync(world.folder).map(name => readFileSync(join(world.folder, name), 'latin1'))
  expect(files.join()).not.toContain(ana)
})
