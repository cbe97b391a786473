import { expect, test } from 'vitest'
import type { Blocking } from '../../shared/domain/blocking.ts'
import { unknownBlocking } from '../../shared/domain/blocking.ts'
import type { DomainEvent } from '../core/events.ts'
import { ana, bob, storeWorld } from './testing/store-world.ts'

const some: Blocking = { support: 'yes', addresses: [bob] }
const received = (blocking: Blocking): DomainEvent => ({ type: 'blocking.received', account: ana, blocking })

test('who is blocked is known after a restart, as the server said it last', async () => {
  await using world = storeWorld()
  const { store } = await world.openAna()
  await store.apply(received({ support: 'yes', addresses: [] }))
  await store.apply(received(some))
  await store.close()
  const again = await world.openAna()
  expect((await again.store.snapshots())[0]?.blocking).toEqual(some)
  await again.store.apply(received({ support: 'no', addresses: [] }))
  await again.store.close()
  const last = await world.openAna()
  expect((await last.store.snapshots())[0]?.blocking).toEqual({ support: 'no', addresses: [] })
})

test('nobody sees it of a locked account, and nothing is left of one whose history is removed', async () => {
  await using world = storeWorld()
  const { store } = await world.openAna()
  await store.apply(received(some))
  await store.close()
  const locked = await world.open()
  await locked.store.apply({ type: 'account.opened', account: ana, unlocked: false })
  expect((await locked.store.snapshots())[0]?.blocking).toEqual(unknownBlocking)
  await locked.store.apply({ type: 'account.opened', account: ana, unlocked: true })
  expect((await locked.store.snapshots())[0]?.blocking).toEqual(some)
  await locked.store.apply({ type: 'account.closed', account: ana, removeHistory: true })
  await locked.store.close()
  const again = await world.openAna()
  expect((await again.store.snapshots())[0]?.blocking).toEqual(unknownBlocking)
})
