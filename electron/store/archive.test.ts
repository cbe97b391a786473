import { expect, test } from 'vitest'
import type { ArchivedPage, DomainEvent, ReceivedMessage } from '../core/events.ts'
import { ana, bob, bobAtHome, queued, received, storeWorld } from './testing/store-world.ts'

const began = 1_700_000_000_000
const message = (archiveId: string, seconds: number, values: Partial<ReceivedMessage> = {}): ReceivedMessage => ({
  ...{ peer: bob, from: bobAtHome, stanzaId: `s${archiveId}`, originId: null, body: `m${archiveId}` },
  ...{ time: began + seconds * 1000, archiveId },
  ...values,
})
const archived = (messages: readonly ReceivedMessage[], page: Partial<ArchivedPage> = {}): DomainEvent => {
  const point = (each: ReceivedMessage | undefined) =>
    each === undefined ? null : { id: each.archiveId ?? null, time: each.time }
  return {
    type: 'message.archived',
    account: ana,
    page: {
      ...{ messages, direction: 'forward', peer: null, complete: false, until: began },
      ...{ first: point(messages[0]), last: point(messages.at(-1)) },
      ...page,
    },
  }
}
const streamBegan = (time: number): DomainEvent => ({ type: 'archive.began', account: ana, time })

test('a stream begins with a gap, which is there until the archive has been read to its end', async () => {
  await using world = storeWorld()
  const { store, changes } = await world.openAna()
  const told = () => changes().flatMap(change => (change.type === 'archive.changed' ? [change.archive.gaps] : []))
  // Before anything was read there is nothing from which something could be missing.
  await store.apply(streamBegan(began))
  expect(told()).toEqual([])
  await store.apply(archived([message('1', -20)], { direction: 'backward' }))
  await store.apply(streamBegan(began))
  await store.apply(streamBegan(began + 5000))
  await store.apply(archived([message('2', -10)]))
  expect(told().at(-1)).toEqual([began * 1000, (began + 5000) * 1000])
  await store.close()
  const again = await world.open()
  await again.store.apply({ type: 'account.opened', account: ana, unlocked: true })
  expect(await again.store.snapshots()).toMatchObject([{ archive: { gaps: [began * 1000, (began + 5000) * 1000] } }])
  await again.store.apply(archived([message('3', -5)], { complete: true }))
  expect(await again.store.snapshots()).toMatchObject([{ archive: { gaps: [] } }])
  expect(await again.store.archive(ana)).toMatchObject({ newest: { id: '3' }, oldest: { id: '1' }, complete: false })
})

test('a server without an archive leaves no gap; signing out leaves nothing of it', async () => {
  await using world = storeWorld()
  const { store } = await world.openAna()
  await store.apply(archived([message('1', -20)]))
  await store.apply(streamBegan(began))
  await store.apply({ type: 'archive.absent', account: ana })
  expect(await store.archive(ana)).toMatchObject({ absent: true, gaps: [] })
  await store.apply({ type: 'account.closed', account: ana, removeHistory: true })
  await store.apply(archived([message('2', -10)]))
  expect(await store.archive(ana)).toMatchObject({ newest: null, absent: false })
  expect(await store.page(ana, bob, null, 10)).toMatchObject({ messages: [] })
})

test('what was missed stands before what came since, and is unread, though that was read', async () => {
  await using world = storeWorld()
  const { store } = await world.openAna()
  world.clock.time = began + 1000
  await store.apply(received({ body: 'live', stanzaId: 's3' }))
  await store.apply({ type: 'conversation.read', account: ana, peer: bob, upTo: Number.MAX_SAFE_INTEGER })
  expect(await store.conversation(ana, bob)).toMatchObject({ unread: 0 })
  // The clock of the server is an hour ahead.
  await store.apply(archived([message('1', 3600), message('2', 3601), message('3', 3602, { body: 'live' })]))
  const { messages } = await store.page(ana, bob, null, 10)
  expect(messages.map(({ body }) => body)).toEqual(['m1', 'm2', 'live'])
  expect(await store.conversation(ana, bob)).toMatchObject({ unread: 3, lastMessage: { body: 'live' } })
})

test('what we wrote comes back as stored, what another device wrote is ours, and has read what stood before', async () => {
  await using world = storeWorld()
  const { store } = await world.openAna()
  await store.apply(queued('q1', 'written\r\nhere'))
  await store.apply({ type: 'message.sent', account: ana, ids: ['q1'] as never })
  await store.apply(received({ body: 'a', stanzaId: 'a' }))
  await store.apply(
    archived([
      message('1', -9, { direction: 'out', from: ana, stanzaId: 'q1', originId: 'q1', body: 'written\nhere' }),
      message('2', -8, { stanzaId: 'a', body: 'a' }),
      message('3', 0, { direction: 'out', from: `${ana}/phone` as never, body: 'from the phone' }),
    ]),
  )
  const { messages } = await store.page(ana, bob, null, 10)
  expect(messages).toMatchObject([
    { id: 'q1', state: 'stored' },
    { body: 'a' },
    { body: 'from the phone', direction: 'out', state: 'stored' },
  ])
  expect(await store.outbox(ana)).toEqual([])
  expect(await store.conversation(ana, bob)).toMatchObject({ unread: 0 })
})

test('who answers on another device has read what the archive brings of before, but not who answers here', async () => {
  await using world = storeWorld()
  const { store } = await world.openAna()
  world.clock.time = began + 10_000
  const own = { direction: 'out', from: `${ana}/phone` as never } as const
  await store.apply(received({ ...own, body: 'from the phone', stanzaId: null, originId: 'p1', source: 'carbon' }))
  await store.apply(received({ body: 'after it', stanzaId: 's9' }))
  // Pages, and only the last of them has what came as a carbon.
  await store.apply(archived([message('1', 1), message('2', 2)]))
  expect(await store.conversation(ana, bob)).toMatchObject({ unread: 1 })
  await store.apply(
    archived([message('3', 3), message('4', 4, { ...own, body: 'from the phone', stanzaId: null, originId: 'p1' })]),
  )
  expect(await store.conversation(ana, bob)).toMatchObject({ unread: 1 })
  await store.apply(queued('q1', 'from here'))
  await store.apply({ type: 'conversation.read', account: ana, peer: bob, upTo: Number.MAX_SAFE_INTEGER })
  await store.apply(archived([message('5', 5)]))
  expect(await store.conversation(ana, bob)).toMatchObject({ unread: 2 })
})

test('on a new device nobody has to read what is old, but what waited', async () => {
  await using world = storeWorld()
  const { store } = await world.openAna()
  await store.apply(received({ body: 'm2', stanzaId: 's2', time: began - 5000 }))
  const page = [message('1', -10), message('2', -5)]
  await store.apply(archived(page, { direction: 'backward', complete: true }))
  await store.apply(archived([message('0', -20)], { direction: 'backward', peer: bob, complete: true }))
  expect((await store.page(ana, bob, null, 10)).messages.map(each => each.body)).toEqual(['m0', 'm1', 'm2'])
  expect(await store.conversation(ana, bob)).toMatchObject({ unread: 1 })
  expect(await store.history(ana, bob)).toMatchObject({ oldest: { id: '0' }, complete: true })
})

test('what came live without an id and is given back, kept for us, is the same one; a second one is in the archive', async () => {
  await using world = storeWorld()
  const { store } = await world.openAna()
  const spark = (archiveId: string | null, values: Partial<ReceivedMessage> = {}) =>
    message(archiveId ?? '', 0, { archiveId, stanzaId: null, body: 'ok', ...values })
  const comes = (values: ReceivedMessage): DomainEvent => ({ type: 'message.received', account: ana, message: values })
  const count = async () => (await store.page(ana, bob, null, 10)).messages.length
  await store.apply(comes(spark('1')))
  await store.apply(archived([spark('1', { source: 'archive' })]))
  const again = spark(null, { isDelayed: true, time: began - 500 })
  await store.apply(comes(again))
  expect(await count()).toBe(1)
  await store.apply(archived([spark('1', { source: 'archive' }), spark('2', { source: 'archive' })]))
  expect(await count()).toBe(2)
})

test('what waited here for the network draws nothing before what came meanwhile', async () => {
  await using world = storeWorld()
  const { store } = await world.openAna()
  const live = (archiveId: string): DomainEvent => ({
    ...{ type: 'message.received', account: ana },
    message: { ...message(archiveId, 8), isDelayed: true },
  })
  await store.apply(queued('q1', 'waits'))
  world.clock.time = began + 10_000
  for (const each of ['1', '2']) await store.apply(live(each))
  world.clock.time = began + 12_000
  const own = message('4', 11, { direction: 'out', from: ana, stanzaId: 'q1', originId: 'q1', body: 'waits' })
  const all = [message('1', 8), message('2', 8), message('3', 8), own, message('5', 11)]
  await store.apply(archived(all, { direction: 'backward', until: began + 12_000 }))
  const { messages } = await store.page(ana, bob, null, 10)
  expect(messages.map(({ body }) => body)).toEqual(['waits', 'm1', 'm2', 'm3', 'm5'])
})

test('a message without an id is one, though the clock of the server is a minute ahead of ours', async () => {
  await using world = storeWorld()
  const { store } = await world.openAna()
  const spark = (values: Partial<ReceivedMessage>) => message('1', 0, { stanzaId: null, body: 'ok', ...values })
  await store.apply({ type: 'message.received', account: ana, message: spark({ archiveId: null }) })
  const page = { direction: 'forward', until: began + 1000, ahead: 60_000 } as const
  await store.apply(archived([spark({ time: began + 60_400 }), message('2', 61)], page))
  expect((await store.page(ana, bob, null, 10)).messages.map(({ body }) => body)).toEqual(['ok', 'm2'])
})

test('what came live stands before the first look into an archive that begins behind it', async () => {
  await using world = storeWorld()
  const { store } = await world.openAna()
  const live = (archiveId: string): DomainEvent => ({
    ...{ type: 'message.received', account: ana },
    message: { ...message(archiveId, 10.4), isDelayed: true },
  })
  await store.apply(queued('q1', 'waits'))
  world.clock.time = began + 10_500
  for (const each of ['1', '2', '5']) await store.apply(live(each))
  world.clock.time = began + 12_000
  const own = message('4', 11, { direction: 'out', from: ana, stanzaId: 'q1', originId: 'q1', body: 'waits' })
  const all = [message('3', 10), own, message('5', 10.4), message('6', 11)]
  await store.apply(archived(all, { direction: 'backward', until: began + 12_000 }))
  const { messages } = await store.page(ana, bob, null, 10)
  expect(messages.map(({ body }) => body)).toEqual(['waits', 'm1', 'm2', 'm3', 'm5', 'm6'])
})
