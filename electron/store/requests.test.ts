import { expect, test } from 'vitest'
import type { BareJid } from '../../shared/domain/address.ts'
import type { Contact } from '../../shared/domain/contact.ts'
import type { Failure } from '../../shared/domain/failure.ts'
import { mostRequests } from './reducers/request.ts'
import { ana, bob, carla, storeWorld } from './testing/store-world.ts'

const request = { address: bob, nickname: 'Bobby', text: null, time: 1000 }
const received = (over: Partial<typeof request> = {}) =>
  ({ type: 'request.received', account: ana, request: { ...request, ...over } }) as const
const contact: Contact = { address: bob, name: 'Bob', groups: [], subscription: 'none', asked: true }
const pushed = (over: Partial<Contact> = {}) =>
  ({ type: 'contact.pushed', account: ana, contact: { ...contact, ...over } }) as const
const declined: Failure = { code: 'request-declined', details: {} }
const refused = (failure: Failure | null) => ({ type: 'contact.refused', account: ana, address: bob, failure }) as const

test('a request that comes at every sign-in is there once, since the first time, over a restart', async () => {
  await using world = storeWorld()
  const { store, changes } = await world.openAna()
  await store.apply(received())
  await store.apply(received({ time: 2000 }))
  expect(changes()).toEqual([{ type: 'request.changed', account: ana, request }])
  expect([await store.hasRequest(ana, bob), await store.hasRequest(carla, bob)]).toEqual([true, false])
  await store.close()
  const again = await world.openAna()
  expect((await again.store.snapshots())[0]?.requests).toEqual([request])
  await again.store.apply({ type: 'request.ended', account: ana, address: bob })
  await again.store.apply({ type: 'request.ended', account: ana, address: bob })
  expect(again.changes()).toEqual([{ type: 'request.removed', account: ana, address: bob }])
})

test('answered by another device: who sees us waits no longer', async () => {
  await using world = storeWorld()
  const { store, changes } = await world.openAna()
  await store.apply(received())
  await store.apply(pushed({ asked: false, subscription: 'to' }))
  expect(await store.hasRequest(ana, bob)).toBe(true)
  await store.apply(pushed({ asked: false, subscription: 'from' }))
  expect(changes().at(-1)).toEqual({ type: 'request.removed', account: ana, address: bob })
  await store.apply(received())
  const contacts = [{ ...contact, asked: false, subscription: 'both' } as const]
  await store.apply({ type: 'roster.received', account: ana, contacts })
  expect(changes().at(-1)).toEqual({ type: 'request.removed', account: ana, address: bob })
})

test('of a crowd that asks no more are kept than can be answered', async () => {
  await using world = storeWorld()
  const { store } = await world.openAna()
  const address = (index: number) => `p${index}@mired.org` as BareJid
  await Promise.all(
    Array.from({ length: mostRequests + 20 }, (_, index) => store.apply(received({ address: address(index) }))),
  )
  expect((await store.snapshots())[0]?.requests).toHaveLength(mostRequests)
  await store.apply({ type: 'request.ended', account: ana, address: address(0) })
  await store.apply(received({ address: address(mostRequests) }))
  expect(await store.hasRequest(ana, address(mostRequests))).toBe(true)
})

test('why a request came to nothing stays with the contact until it is asked again or has come to something', async () => {
  await using world = storeWorld()
  const { store } = await world.openAna()
  const problem = async () => (await store.contact(ana, bob))?.problem
  await store.apply(pushed())
  await store.apply(refused(declined))
  expect(await problem()).toEqual(declined)
  await store.apply(pushed({ asked: false }))
  expect(await problem()).toEqual(declined)
  await store.close()
  const again = await world.openAna()
  expect((await again.store.snapshots())[0]?.contacts).toMatchObject([{ problem: declined }])
  const problemNow = async () => (await again.store.contact(ana, bob))?.problem
  await again.store.apply(pushed({ asked: true }))
  expect(await problemNow()).toBeUndefined()
  await again.store.apply(refused(declined))
  await again.store.apply(refused(null))
  expect(await problemNow()).toBeUndefined()
  await again.store.apply(refused(declined))
  await again.store.apply(pushed({ asked: false, subscription: 'to' }))
  expect(await problemNow()).toBeUndefined()
})

test('who is not in the list has no problem', async () => {
  await using world = storeWorld()
  const { store, changes } = await world.openAna()
  await store.apply(refused(declined))
  expect([changes(), await store.contact(ana, bob)]).toEqual([[], null])
})

test('nothing of it is left of an account whose history is removed', async () => {
  await using world = storeWorld()
  const { store } = await world.openAna()
  await store.apply(received())
  await store.apply({ type: 'account.closed', account: ana, removeHistory: true })
  await store.close()
  const again = await world.openAna()
  expect((await again.store.snapshots())[0]?.requests).toEqual([])
})

test('the groups that the server shares are told where they change', async () => {
  await using world = storeWorld()
  const { store, changes } = await world.openAna()
  const told = { type: 'sharedGroups.received', account: ana, groups: ['Profesores'] } as const
  await store.apply(told)
  await store.apply(told)
  expect(changes()).toEqual([{ type: 'sharedGroups.changed', account: ana, groups: ['Profesores'] }])
  expect((await store.snapshots())[0]?.sharedGroups).toEqual(['Profesores'])
})
