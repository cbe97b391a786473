import { expect, test } from 'vitest'
import type { FullJid, Peer } from '../../shared/domain/address.ts'
import type { MessageId, MessageState } from '../../shared/domain/message.ts'
import type { DomainEvent, ReceivedMessage } from '../core/events.ts'
import { ana, bob, carla, ids, queued, received, storeWorld } from './testing/store-world.ts'
import { rowIdOf } from './wire-id.ts'

type Copy = Partial<ReceivedMessage>
const phone = 'bob@mired.org/phone' as FullJid

const copies: readonly (readonly [string, Copy, Copy, 1 | 2])[] = [
  ['the same again', { stanzaId: 's1' }, { stanzaId: 's1' }, 1],
  ['the same again, with another time', { stanzaId: 's1', time: 5 }, { stanzaId: 's1', time: 9000 }, 1],
  ['the same id with another body', { stanzaId: 's1' }, { stanzaId: 's1', body: 'other' }, 2],
  ['the same id of another resource', { stanzaId: 's1' }, { stanzaId: 's1', from: phone }, 2],
  ['the same id in another conversation', { stanzaId: 's1' }, { stanzaId: 's1', peer: carla, from: carla }, 2],
  ['another id', { stanzaId: 's1' }, { stanzaId: 's2' }, 2],
  ['no id at all', {}, {}, 2],
  ['no id after one with an id', { stanzaId: 's1' }, {}, 2],
  ['the same origin-id', { originId: 'o1' }, { originId: 'o1' }, 1],
  ['the same origin-id, another id', { stanzaId: 's1', originId: 'o1' }, { stanzaId: 's2', originId: 'o1' }, 1],
  ['another origin-id, the same id', { stanzaId: 's1', originId: 'o1' }, { stanzaId: 's1', originId: 'o2' }, 2],
  ['an origin-id that only one copy has', { stanzaId: 's1', originId: 'o1' }, { stanzaId: 's1' }, 1],
  ['an id that is the other one’s origin-id', { originId: 'x' }, { stanzaId: 'x' }, 2],
  ['the same origin-id with another body', { originId: 'o1' }, { originId: 'o1', body: 'other' }, 2],
]

test('a message that comes again is one message, and two that are alike are two', async () => {
  await using world = storeWorld()
  const { store, changes } = await world.openAna()
  for (const [index, [name, one, other, count]] of copies.entries()) {
    const peers = [`bob${index}@mired.org`, `carla${index}@mired.org`] as [Peer, Peer]
    const copy = (values: Copy) => received({ ...values, peer: peers[values.peer === carla ? 1 : 0] })
    await store.apply(copy(one))
    // Once more in the same transaction, and the first once more after it.
    await Promise.all([store.apply(copy(other)), store.apply(copy(other))])
    if (one.stanzaId || one.originId) await store.apply(copy(one))
    const expected = count === 2 && !(other.stanzaId || other.originId) ? 3 : count
    const pages = await Promise.all(peers.map(peer => store.page(ana, peer, null, 10)))
    expect(pages.flatMap(page => page.messages).length, name).toBe(expected)
    const told = changes().flatMap(each => (each.type === 'message.changed' ? each.messages : []))
    expect(told.filter(each => peers.includes(each.peer)).length, name).toBe(expected)
  }
})

test('pages fit together at every boundary', async () => {
  await using world = storeWorld()
  const { store } = await world.openAna()
  expect(await store.page(ana, bob, null, 10)).toEqual({ messages: [], hasMore: false })
  await Promise.all(Array.from({ length: 25 }, (_, index) => store.apply(received({ body: String(index) }))))
  for (const limit of [1, 5, 24, 25, 26]) {
    const bodies: string[] = []
    let before: number | null = null
    let hasMore = true
    while (hasMore) {
      const page = await store.page(ana, bob, before, limit)
      expect(page.messages.length).toBeLessThanOrEqual(limit)
      bodies.unshift(...page.messages.map(each => each.body))
      before = page.messages[0]?.order ?? 0
      hasMore = page.hasMore
    }
    expect(bodies).toEqual(Array.from({ length: 25 }, (_, index) => String(index)))
  }
})

test('the order is that of arrival, whatever times say and clocks do', async () => {
  await using world = storeWorld()
  const { store } = await world.openAna()
  await store.apply(received({ body: 'a', time: 500 }))
  world.clock.time -= 60_000
  await store.apply(received({ body: 'b', time: 1 }))
  await store.apply(queued('c', 'c'))
  world.clock.time = Number.MAX_SAFE_INTEGER
  await store.apply(received({ body: 'd', time: Number.NaN }))
  await store.apply(received({ body: 'e' }))
  const { messages } = await store.page(ana, bob, null, 10)
  expect(messages.map(each => each.body)).toEqual(['a', 'b', 'c', 'd', 'e'])
  for (const each of messages) expect(Number.isSafeInteger(each.order)).toBe(true)
})

const failure = { code: 'message-not-delivered', details: {} } as const
const happening = (id: MessageId) =>
  ({
    queued: queued(id),
    sent: { type: 'message.sent', account: ana, ids: [id] },
    stored: { type: 'message.stored', account: ana, ids: [id] },
    failed: { type: 'message.failed', account: ana, id, failure },
    retried: { type: 'message.retried', account: ana, id },
    'sent again': { type: 'message.sent', account: ana, ids: [`${id}.2` as MessageId] },
    'stored again': { type: 'message.stored', account: ana, ids: [`${id}.2` as MessageId] },
    'failed again': { type: 'message.failed', account: ana, id: `${id}.2` as MessageId, failure },
    deleted: { type: 'message.deleted', account: ana, id },
  }) as const satisfies Record<string, DomainEvent>
const happens = happening('m1' as MessageId)

const lives: readonly (readonly [readonly (keyof typeof happens)[], MessageState | null])[] = [
  [['queued'], 'queued'],
  [['queued', 'sent'], 'sent'],
  [['queued', 'sent', 'stored'], 'stored'],
  [['queued', 'stored', 'sent'], 'stored'],
  [['queued', 'sent', 'stored', 'failed'], 'failed'],
  [['queued', 'sent', 'failed', 'stored'], 'failed'],
  [['queued', 'failed', 'sent'], 'failed'],
  [['queued', 'failed', 'retried'], 'queued'],
  [['queued', 'failed', 'retried', 'sent again', 'stored again'], 'stored'],
  [['queued', 'failed', 'retried', 'sent', 'stored', 'failed'], 'queued'],
  [['queued', 'sent', 'failed', 'retried', 'sent again', 'stored'], 'sent'],
  [['queued', 'sent', 'failed', 'retried', 'sent again', 'failed again'], 'failed'],
  [['queued', 'sent', 'stored again'], 'sent'],
  [['queued', 'sent', 'retried'], 'sent'],
  [['queued', 'stored', 'queued'], 'stored'],
  [['queued', 'deleted'], 'queued'],
  [['queued', 'sent', 'deleted'], 'sent'],
  [['queued', 'failed', 'deleted'], null],
  [['queued', 'failed', 'deleted', 'sent'], null],
  [['sent', 'stored', 'failed', 'retried', 'deleted'], null],
]

test('a state goes only forwards, but for what failed and is sent again', async () => {
  await using world = storeWorld()
  const { store, changes } = await world.openAna()
  for (const [index, [events, state]] of lives.entries()) {
    const [id, name] = [`m${index}` as MessageId, events.join(', ')]
    for (const each of events) await store.apply(happening(id)[each])
    const message = await store.message(ana, id)
    expect(message?.state ?? null, name).toBe(state)
    expect(message?.failure ?? null, name).toEqual(state === 'failed' ? failure : null)
    const outbox = (await store.outbox(ana)).map(each => rowIdOf(each.id))
    expect(outbox.includes(id), name).toBe(state === 'queued' || state === 'sent')
    const told = changes().flatMap(each => (each.type === 'message.changed' ? each.messages : []))
    if (state !== null) expect(told.findLast(each => each.id === id)).toEqual(message)
  }
})

test('a message keeps its place whatever becomes of it', async () => {
  await using world = storeWorld()
  const { store } = await world.openAna()
  await store.apply(queued('m1', 'first'))
  await store.apply(queued('m2', 'second'))
  await store.apply(happens.failed)
  await store.apply(happens.retried)
  expect((await store.outbox(ana)).map(each => each.body)).toEqual(['first', 'second'])
})

test('unread are those of others after what was read, and reading goes only forwards', async () => {
  await using world = storeWorld()
  const { store } = await world.openAna()
  const read = (upTo: number) => store.apply({ type: 'conversation.read', account: ana, peer: bob, upTo })
  for (const body of ['a', 'b', 'c']) await store.apply(received({ body }))
  await store.apply(queued('m1'))
  expect(await store.conversation(ana, bob)).toMatchObject({ unread: 3, readUpTo: 0 })
  const [, second, third, own] = (await store.page(ana, bob, null, 10)).messages.map(each => each.order)
  await read(second ?? 0)
  expect(await store.conversation(ana, bob)).toMatchObject({ unread: 1, readUpTo: second })
  await read(0)
  expect(await store.conversation(ana, bob)).toMatchObject({ unread: 1, readUpTo: second })
  await read(third ?? 0)
  expect(await store.conversation(ana, bob)).toMatchObject({ unread: 0, readUpTo: third })
  // Never beyond the end: what is still to come is unread.
  await read(Number.MAX_SAFE_INTEGER)
  expect(await store.conversation(ana, bob)).toMatchObject({ unread: 0, readUpTo: own })
  await store.apply(received({ body: 'd' }))
  expect(await store.conversation(ana, bob)).toMatchObject({ unread: 1 })
})

test('what comes after a removed message is unread, although the removed one was read', async () => {
  await using world = storeWorld()
  const { store, changes } = await world.openAna()
  await store.apply(received({ body: 'a' }))
  const first = await store.conversation(ana, bob)
  await store.apply(queued('m1'))
  await store.apply({ type: 'conversation.read', account: ana, peer: bob, upTo: Number.MAX_SAFE_INTEGER })
  await store.apply(happens.failed)
  await store.apply(happens.deleted)
  expect(changes().slice(-2)).toMatchObject([
    { type: 'message.removed', peer: bob, ids: ['m1'] },
    { type: 'conversation.changed', conversations: [{ lastMessage: first.lastMessage }] },
  ])
  await store.apply(received({ body: 'b' }))
  expect(await store.conversation(ana, bob)).toMatchObject({ unread: 1, lastMessage: { body: 'b' } })
})

test('many states in one event, and the same id in two accounts', async () => {
  await using world = storeWorld()
  const { store, changes } = await world.openAna()
  await Promise.all(['m1', 'm2', 'm3'].map(id => store.apply(queued(id))))
  await store.apply({ type: 'message.sent', account: carla, ids: ids('m1') })
  await store.apply({ type: 'message.sent', account: ana, ids: ids('m3', 'm1', 'nobody', 'm1') })
  expect(changes().at(-2)).toMatchObject({ type: 'message.changed', messages: [{ id: 'm1' }, { id: 'm3' }] })
  expect((await store.outbox(ana)).map(each => each.state)).toEqual(['sent', 'queued', 'sent'])
})
