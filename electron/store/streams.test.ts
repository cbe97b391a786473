import { expect, test } from 'vitest'
import type { FullJid } from '../../shared/domain/address.ts'
import type { MessageId } from '../../shared/domain/message.ts'
import type { DomainEvent } from '../core/events.ts'
import { ana, bob, bobAtHome, carla, queued, storeWorld } from './testing/store-world.ts'

const stream = { id: 's', address: 'ana@mired.org/desk' as FullJid }
const placed = (id: string, count: number) =>
  ({ type: 'message.placed', account: ana, id: id as MessageId, place: { stream: 's', count } }) as const

test('a stream that goes on knows no place behind where it goes on', async () => {
  await using world = storeWorld()
  const { store } = await world.openAna()
  await store.apply({ type: 'stream.began', account: ana, ...stream })
  for (const [index, id] of ['m1', 'm2', 'm3'].entries()) {
    await store.apply(queued(id))
    await store.apply(placed(id, index + 3))
  }
  const unacknowledged = async () => (await store.stream(ana))?.unacknowledged
  const two = [
    { message: 'm1', count: 3 },
    { message: 'm2', count: 4 },
  ]

  await store.apply({ type: 'stream.continued', account: carla, place: { stream: 's', count: 0 } })
  await store.apply({ type: 'stream.continued', account: ana, place: { stream: 'another', count: 0 } })
  expect(await unacknowledged()).toEqual([...two, { message: 'm3', count: 5 }])

  await store.apply({ type: 'stream.continued', account: ana, place: { stream: 's', count: 4 } })
  expect(await unacknowledged()).toEqual(two)
  expect((await store.outbox(ana)).map(({ id, state }) => [id, state])).toEqual([
    ['m1', 'sent'],
    ['m2', 'sent'],
    ['m3', 'sent'],
  ])
  await store.apply(placed('m3', 7))
  expect(await unacknowledged()).toEqual([...two, { message: 'm3', count: 7 }])
})

test('a message without any id that its stream sends once more is the one that is here', async () => {
  await using world = storeWorld()
  const { store } = await world.openAna()
  await store.apply({ type: 'stream.began', account: ana, ...stream })
  // What came before is still being kept: the server does not know that this one is.
  const comes = (count: number, id = 's'): DomainEvent => ({
    ...{ type: 'message.received', account: ana, place: { stream: id, count, after: 5 } },
    message: { peer: bob, from: bobAtHome, stanzaId: null, originId: null, body: 'ok', time: 1 },
  })
  const said = async () => (await store.page(ana, bob, null, 10)).messages.length
  for (const [event, count] of [
    [comes(9), 1],
    [comes(10), 2],
    [comes(9), 2],
    [comes(10), 2],
    [comes(9, 'another'), 3],
  ] as const) {
    await store.apply(event)
    expect(await said()).toBe(count)
  }
})
