import { readdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { AccountId, BareJid } from '../../shared/domain/address.ts'
import { noFacts, type PictureHash } from '../../shared/domain/profile.ts'
import type { DomainEvent, ReceivedProfile } from '../core/events.ts'
import { accountOf, ana, bob, carla, storeWorld } from './testing/store-world.ts'

const one = 'a'.repeat(40) as PictureHash
const two = 'b'.repeat(40) as PictureHash
const dora = 'dora@mired.org' as BareJid
const picture = (hash: PictureHash) => ({ hash, bytes: Buffer.from(`picture ${hash}`) })

function received(over: Partial<ReceivedProfile> = {}, account: AccountId = ana): DomainEvent {
  const names = { address: bob, fullName: 'Bob B', nickname: 'bobby' }
  return {
    type: 'profile.received',
    account,
    profile: { ...names, facts: { ...noFacts, title: 'Chef' }, picture: picture(one), announced: one, ...over },
  }
}

test('names and pictures are told, and facts kept, over a restart', async () => {
  await using world = storeWorld()
  const { store, changes } = await world.openAna()
  await store.apply(received())
  const profile = { address: bob, fullName: 'Bob B', nickname: 'bobby', picture: one }
  expect(changes()).toEqual([{ type: 'profile.changed', account: ana, profiles: [profile] }])
  await store.close()
  const again = await world.open()
  await again.store.apply({ type: 'account.opened', account: ana, unlocked: true })
  expect((await again.store.snapshots())[0]?.profiles).toEqual([profile])
  expect(await again.store.profile(ana, bob)).toMatchObject({ announced: one, fetchedAt: world.clock.time })
  expect(await again.store.profileFacts(ana, bob)).toMatchObject({ title: 'Chef' })
  expect(await again.store.picture(one)).toEqual(picture(one).bytes)
})

test('the same again is not told; the time that it was asked for is kept', async () => {
  await using world = storeWorld()
  const { store, changes } = await world.openAna()
  await store.apply(received())
  world.clock.time += 5000
  await store.apply(received({ facts: { ...noFacts, title: 'Boss' } }))
  expect(changes()).toHaveLength(1)
  expect(await store.profile(ana, bob)).toMatchObject({ fetchedAt: world.clock.time })
  expect(await store.profileFacts(ana, bob)).toMatchObject({ title: 'Boss' })
})

test('pictures are for their owner alone, and go when nobody has them', async () => {
  await using world = storeWorld()
  const { store } = await world.openAna()
  const folder = join(world.folder, 'pictures')
  await store.apply(received())
  await store.apply(received({ address: dora }))
  expect((await stat(folder)).mode & 0o777).toBe(0o700)
  expect((await stat(join(folder, one))).mode & 0o777).toBe(0o600)
  await store.apply(received({ picture: picture(two), announced: two }))
  expect((await readdir(folder)).sort()).toEqual([one, two])
  await store.apply({ type: 'profile.pictureRemoved', account: ana, address: dora })
  expect(await readdir(folder)).toEqual([two])
  // What a program that was killed has left goes too, and what is no picture of ours.
  await writeFile(join(folder, 'x.new'), '')
  await store.apply({ type: 'profile.pictureRemoved', account: ana, address: bob })
  expect(await readdir(folder)).toEqual([])
  expect(await store.profile(ana, bob)).toMatchObject({ picture: null, announced: '', fullName: 'Bob B' })
})

test('with the history of an account go its pictures, but not those of another', async () => {
  await using world = storeWorld()
  const { store } = await world.openAna()
  await store.apply({ type: 'account.saved', account: accountOf(carla) })
  await store.apply({ type: 'account.opened', account: carla, unlocked: true })
  await store.apply(received())
  await store.apply(received({ picture: picture(two) }, carla))
  await store.apply({ type: 'account.closed', account: ana, removeHistory: true })
  expect(await readdir(join(world.folder, 'pictures'))).toEqual([two])
  await store.apply({ type: 'account.closed', account: carla, removeHistory: false })
  expect(await readdir(join(world.folder, 'pictures'))).toEqual([two])
})

test('a locked account has no profiles, and takes none', async () => {
  await using world = storeWorld()
  const { store } = await world.openAna()
  await store.apply(received())
  await store.apply({ type: 'account.closed', account: ana, removeHistory: false })
  await store.apply({ type: 'account.opened', account: ana, unlocked: false })
  await store.apply(received({ address: dora }))
  expect((await store.snapshots())[0]?.profiles).toEqual([])
  expect([await store.profile(ana, bob), await store.profileFacts(ana, bob)]).toEqual([null, null])
})

test('what is no hash names no file', async () => {
  await using world = storeWorld()
  const { store } = await world.openAna()
  expect(await store.picture('../settings.json' as PictureHash)).toBeNull()
  expect(await store.picture(two)).toBeNull()
})

test('a disk that takes no picture takes no profile', async () => {
  await using world = storeWorld()
  const { store } = await world.openAna()
  // A file where the folder should be: also for who may write everywhere.
  await writeFile(join(world.folder, 'pictures'), '')
  await expect(store.apply(received())).rejects.toMatchObject({ code: 'storage-failed' })
  expect(await store.profile(ana, bob)).toBeNull()
})
