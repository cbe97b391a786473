import { expect, test } from 'vitest'
import type { Contact } from '../../shared/domain/contact.ts'
import type { DomainEvent, RosterStep } from '../core/events.ts'
import { ana, bob, storeWorld } from './testing/store-world.ts'

const contact: Contact = { address: bob, name: 'Bob', groups: [], subscription: 'both', asked: false }
const received = (version?: string): DomainEvent => ({
  ...{ type: 'roster.received', account: ana, contacts: [contact] },
  ...(version !== undefined && { version }),
})
const pushed = (version: RosterStep, name = 'Bob'): DomainEvent => ({
  ...{ type: 'contact.pushed', account: ana, contact: { ...contact, name }, version },
})

test('the version goes with the list, step by step, and over a restart', async () => {
  await using world = storeWorld()
  const { store } = await world.openAna()
  const version = () => store.rosterVersion(ana)
  expect(await version()).toBeNull()
  await store.apply(received('-7'))
  expect(await version()).toBe('-7')
  await store.apply(pushed({ after: '-7', now: '8' }))
  // A change between them was not kept: what is kept is not newer than it is.
  await store.apply(pushed({ after: '9', now: '10' }, 'Roberto'))
  expect(await version()).toBe('8')
  await store.apply({ type: 'contact.removed', account: ana, address: bob, version: { after: '8', now: '11' } })
  await store.apply({ type: 'blocking.received', account: ana, blocking: { support: 'yes', addresses: [] } })
  await store.close()
  const again = await world.openAna()
  expect(await again.store.rosterVersion(ana)).toBe('11')
  await again.store.apply(received())
  expect(await again.store.rosterVersion(ana)).toBeNull()
})

test('a list that is confirmed is told as it is kept', async () => {
  await using world = storeWorld()
  const { store, changes } = await world.openAna()
  await store.apply(received('1'))
  const before = changes().length
  await store.apply({ type: 'roster.confirmed', account: ana })
  expect(changes().slice(before)).toEqual([{ type: 'contacts.replaced', account: ana, contacts: [contact] }])
  expect((await store.snapshots())[0]?.blocking.support).toBe('unknown')
})
