import { expect, test } from 'vitest'
import type { BareJid, FullJid } from '../../shared/domain/address.ts'
import type { MessageId, MessageState } from '../../shared/domain/message.ts'
import type { DomainEvent } from '../core/events.ts'
import type { Store } from './store.ts'
import { ana, bob, carla, ids, type OpenedStore, queued, received, storeWorld } from './testing/store-world.ts'

const dora = 'dora@mired.org' as BareJid
const delivered = (id: string, peer = bob): DomainEvent => ({ type: 'message.delivered', account: ana, peer, id })
const displayed = (id: string, peer = bob): DomainEvent => ({ type: 'message.displayed', account: ana, peer, id })
const sent = (...values: readonly string[]): DomainEvent => ({
  type: 'message.sent',
  account: ana,
  ids: ids(...values),
})
const stored = (...values: readonly string[]): DomainEvent => ({
  type: 'message.stored',
  account: ana,
  ids: ids(...values),
})
const typing = (is: boolean, peer = bob): DomainEvent => ({ type: 'typing.changed', account: ana, peer, typing: is })
const read = (upTo: number, peer = bob): DomainEvent => ({ type: 'conversation.read', account: ana, peer, upTo })

async function statesOf(
  store: Store,
  ...messages: readonly string[]
): Promise<readonly (MessageState | undefined | null)[]> {
  return Promise.all(messages.map(async id => (await store.message(ana, id as MessageId))?.state))
}

async function applyAll(store: Store, ...events: readonly DomainEvent[]): Promise<void> {
  for (const event of events) await store.apply(event)
}

test('a receipt counts for the one message that went to who sends it', async () => {
  await using world = storeWorld()
  const { store } = await world.openAna()
  await applyAll(store, queued('a'), queued('b'), queued('c'), sent('a', 'b'), stored('a'))
  await applyAll(store, delivered('a', dora), delivered('b', dora), delivered('nobody'))
  expect(await statesOf(store, 'a', 'b', 'c')).toEqual(['stored', 'sent', 'queued'])
  await applyAll(store, delivered('a'), delivered('b'), delivered('c'))
  // What was never sent cannot have arrived.
  expect(await statesOf(store, 'a', 'b', 'c')).toEqual(['delivered', 'delivered', 'queued'])
  expect((await store.outbox(ana)).map(({ id }) => id)).toEqual(['c'])
  // The acknowledgement of the server comes late, and so does a receipt that came twice.
  await applyAll(store, stored('a', 'b'), delivered('a'))
  expect(await statesOf(store, 'a', 'b')).toEqual(['delivered', 'delivered'])
})

test('a marker counts for all before it, and goes forwards only', async () => {
  await using world = storeWorld()
  const { store, batches } = await world.openAna()
  await applyAll(store, queued('a'), queued('b'), queued('x', 'hi', dora), queued('c'), queued('d'))
  await applyAll(store, sent('a', 'b', 'c', 'x'), stored('a', 'b', 'x'), delivered('a'))
  await applyAll(store, displayed('b', dora), displayed('nobody'), displayed('d'))
  expect(await statesOf(store, 'a', 'b', 'c', 'd', 'x')).toEqual(['delivered', 'stored', 'sent', 'queued', 'stored'])
  batches.length = 0
  await store.apply(displayed('b'))
  expect(await statesOf(store, 'a', 'b', 'c', 'd', 'x')).toEqual(['displayed', 'displayed', 'sent', 'queued', 'stored'])
  expect(batches.flat()).toMatchObject([{ type: 'message.changed', messages: [{ id: 'a' }, { id: 'b' }] }])
  batches.length = 0
  await applyAll(store, displayed('a'), delivered('b'))
  expect(batches.flat()).toEqual([])
})

test('nobody says of the messages of others that they were delivered, nor of those of another account', async () => {
  await using world = storeWorld()
  const { store, batches } = await world.openAna()
  await applyAll(store, received({ stanzaId: 's1' }), queued('a'), sent('a'))
  batches.length = 0
  await applyAll(store, delivered('s1'), displayed('s1'))
  await store.apply({ type: 'message.delivered', account: carla, peer: bob, id: 'a' })
  expect(batches.flat()).toEqual([])
})

test('each step keeps its time; what was skipped came at the latest then; a retry begins anew', async () => {
  await using world = storeWorld()
  const { store } = await world.openAna()
  const at = async (time: number, event: DomainEvent): Promise<void> => {
    world.clock.time = time
    await store.apply(event)
  }
  const steps = async (id: string) => (await store.delivery(ana, id as MessageId)).map(each => [each.state, each.time])
  await at(10, queued('a'))
  await at(20, sent('a'))
  await at(30, stored('a'))
  await at(40, delivered('a'))
  expect(await steps('a')).toEqual([
    ['queued', 2],
    ['sent', 20],
    ['stored', 30],
    ['delivered', 40],
    ['displayed', null],
  ])
  await at(50, queued('b'))
  await at(60, sent('b'))
  await at(70, displayed('b'))
  expect((await steps('b')).slice(1)).toEqual([
    ['sent', 60],
    ['stored', 70],
    ['delivered', 70],
    ['displayed', 70],
  ])
  await at(80, queued('c'))
  await at(81, sent('c'))
  const failure = { code: 'message-not-delivered', details: {} } as const
  await at(82, { type: 'message.failed', account: ana, id: 'c' as MessageId, failure })
  expect(await steps('c')).toEqual([
    ['queued', 2],
    ['sent', 81],
    ['failed', 82],
  ])
  await at(90, { type: 'message.retried', account: ana, id: 'c' as MessageId })
  expect((await steps('c')).slice(1).every(([, time]) => time === null)).toBe(true)
  expect(await steps('nobody')).toEqual([])
})

async function withMarkable(world: OpenedStore): Promise<readonly number[]> {
  const { store } = world
  await applyAll(
    store,
    received({ stanzaId: 's1', body: 'one', markable: true }),
    received({ stanzaId: 's2', body: 'two', markable: true }),
    received({ stanzaId: 's3', body: 'three' }),
    received({ stanzaId: 's1', body: 'from dora', peer: dora, from: `${dora}/x` as FullJid, markable: true }),
  )
  return (await store.page(ana, bob, null, 10)).messages.map(({ order }) => order)
}

test('what was seen and is waited for is owed once, for the last message, over a restart', async () => {
  await using world = storeWorld()
  const opened = await world.openAna()
  const [first = 0, second = 0, third = 0] = await withMarkable(opened)
  expect(await opened.store.owedMarkers(ana)).toEqual([])
  await opened.store.apply(read(first))
  expect(await opened.store.owedMarkers(ana)).toEqual([{ peer: bob, upTo: first, id: 's1' }])
  await opened.store.apply(read(third))
  await opened.store.close()
  const { store } = await world.openAna()
  expect(await store.owedMarkers(ana)).toEqual([{ peer: bob, upTo: second, id: 's2' }])
  await store.apply({ type: 'conversation.marked', account: ana, peer: bob, upTo: second })
  expect(await store.owedMarkers(ana)).toEqual([])
  // Another copy of it asks for nothing any more.
  await store.apply(received({ stanzaId: 's2', body: 'two', markable: true }))
  expect(await store.owedMarkers(ana)).toEqual([])
})

test('what another device of ours has seen is read here, and owed no more', async () => {
  await using world = storeWorld()
  const opened = await world.openAna()
  const { store } = opened
  await withMarkable(opened)
  const elsewhere = (id: string): DomainEvent => ({ type: 'conversation.readElsewhere', account: ana, peer: bob, id })
  await store.apply(elsewhere('nobody'))
  expect((await store.conversation(ana, bob)).unread).toBe(3)
  await store.apply(elsewhere('s2'))
  expect((await store.conversation(ana, bob)).unread).toBe(1)
  expect((await store.conversation(ana, dora)).unread).toBe(1)
  expect(await store.owedMarkers(ana)).toEqual([])
  await store.apply(elsewhere('s1'))
  expect((await store.conversation(ana, bob)).unread).toBe(1)
})

test('whether we have ever written to somebody', async () => {
  await using world = storeWorld()
  const { store } = await world.openAna()
  await applyAll(store, received(), queued('x', 'hi', dora))
  expect(await store.hasWritten(ana, bob)).toBe(false)
  expect(await store.hasWritten(ana, dora)).toBe(true)
  expect(await store.hasWritten(carla, dora)).toBe(false)
})

test('who writes to us is told once, of people who are known, until the stream is over; it makes no conversation', async () => {
  await using world = storeWorld()
  const { store, batches } = await world.openAna()
  await applyAll(store, typing(true), typing(false))
  expect(batches.flat()).toEqual([])
  const [before] = await store.snapshots()
  expect(before?.conversations).toEqual([])
  await store.apply(received())
  batches.length = 0
  await applyAll(store, typing(true), typing(true))
  expect(batches.flat()).toEqual([{ type: 'typing.changed', account: ana, peer: bob, typing: true }])
  expect((await store.snapshots())[0]?.typing).toEqual([bob])
  await store.apply({ type: 'presence.forgotten', account: ana })
  expect(batches.flat().at(-1)).toEqual({ type: 'typing.changed', account: ana, peer: bob, typing: false })
  expect((await store.snapshots())[0]?.typing).toEqual([])
})
