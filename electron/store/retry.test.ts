/** What was sent in vain and is sent again: one row, and whatever is said of the first attempt is not said of the second. */
import { expect, test } from 'vitest'
import type { FullJid } from '../../shared/domain/address.ts'
import type { MessageId } from '../../shared/domain/message.ts'
import type { ReceivedMessage } from '../core/events.ts'
import { ana, bob, bobAtHome, type OpenedStore, queued, storeWorld } from './testing/store-world.ts'

const failure = { code: 'message-not-delivered', details: {} } as const
const id = 'm1' as MessageId

async function retry({ store }: OpenedStore): Promise<void> {
  const [open] = await store.outbox(ana)
  if (open !== undefined) await store.apply({ type: 'message.failed', account: ana, id: open.id, failure })
  await store.apply({ type: 'message.retried', account: ana, id })
}

async function failedOnce(world: { openAna(): Promise<OpenedStore> }): Promise<OpenedStore> {
  const opened = await world.openAna()
  await opened.store.apply(queued(id, 'hello'))
  await opened.store.apply({ type: 'message.sent', account: ana, ids: [id] })
  await retry(opened)
  return opened
}

/** The archive's copy of one attempt. */
const archivedAs = (wireId: string): ReceivedMessage => ({
  ...{ peer: bob, from: 'ana@mired.org/here' as FullJid, stanzaId: wireId, originId: wireId, body: 'hello' },
  ...{ time: 1_700_000_000_000, direction: 'out', source: 'archive', archiveId: `archived ${wireId}` },
})

async function archive({ store }: OpenedStore, ...wireIds: readonly string[]): Promise<void> {
  const messages = wireIds.map(archivedAs)
  const page = { direction: 'forward', peer: null, first: null, last: null, complete: true, until: 0 } as const
  await store.apply({ type: 'message.archived', account: ana, page: { ...page, messages } })
}

const rows = async ({ store }: OpenedStore) =>
  (await store.page(ana, bob, null, 10)).messages.map(each => [each.id, each.state])

test('it is the same row at the same place, and goes out under another id each time', async () => {
  await using world = storeWorld()
  const opened = await failedOnce(world)
  const [before] = (await opened.store.page(ana, bob, null, 10)).messages
  expect((await opened.store.outbox(ana)).map(each => each.id)).toEqual(['m1.2'])
  await retry(opened)
  expect((await opened.store.outbox(ana)).map(each => each.id)).toEqual(['m1.3'])
  expect((await opened.store.page(ana, bob, null, 10)).messages).toEqual([before])
  expect(await opened.store.message(ana, 'm1.2' as MessageId)).toEqual(before)
})

test('the copies that the archive has of what failed settle nothing, and are no messages of their own', async () => {
  await using world = storeWorld()
  const opened = await failedOnce(world)
  await retry(opened)
  await archive(opened, 'm1', 'm1.2')
  expect(await rows(opened)).toEqual([['m1', 'queued']])
  await archive(opened, 'm1.3')
  expect(await rows(opened)).toEqual([['m1', 'stored']])
})

test('the same where the archive is read only after it has arrived', async () => {
  await using world = storeWorld()
  const opened = await failedOnce(world)
  await opened.store.apply({ type: 'message.sent', account: ana, ids: ['m1.2' as MessageId] })
  await archive(opened, 'm1', 'm1.2')
  expect(await rows(opened)).toEqual([['m1', 'stored']])
})

test('its place in the stream is that of the newest attempt', async () => {
  await using world = storeWorld()
  const opened = await world.openAna()
  const { store } = opened
  await store.apply({ type: 'stream.began', account: ana, id: 's', address: 'ana@mired.org/here' as FullJid })
  await store.apply(queued(id, 'hello'))
  await store.apply({ type: 'message.placed', account: ana, id, place: { stream: 's', count: 4 } })
  await retry(opened)
  expect((await store.stream(ana))?.unacknowledged).toEqual([])
  const next = 'm1.2' as MessageId
  await store.apply({ type: 'message.placed', account: ana, id: next, place: { stream: 's', count: 9 } })
  await store.apply({ type: 'message.placed', account: ana, id, place: { stream: 's', count: 10 } })
  expect((await store.stream(ana))?.unacknowledged).toEqual([{ message: 'm1.2', count: 9 }])
})

test('who got it says so of the id under which it came', async () => {
  await using world = storeWorld()
  const opened = await failedOnce(world)
  await opened.store.apply({ type: 'message.sent', account: ana, ids: ['m1.2' as MessageId] })
  await opened.store.apply({ type: 'message.delivered', account: ana, peer: bob, id: 'm1.2' })
  expect(await rows(opened)).toEqual([['m1', 'delivered']])
})

test('another with an id like it is another message', async () => {
  await using world = storeWorld()
  const opened = await failedOnce(world)
  const theirs = { ...archivedAs('m1.2'), from: bobAtHome, direction: 'in' } as const
  await opened.store.apply({ type: 'message.received', account: ana, message: { ...theirs, source: 'direct' } })
  expect(await rows(opened)).toEqual([
    ['m1', 'queued'],
    [expect.anything(), null],
  ])
})
