import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { BareJid, FullJid } from '../../shared/domain/address.ts'
import type { RoomSender } from '../../shared/domain/message.ts'
import type { DomainEvent, ReceivedMessage } from '../core/events.ts'
import type { Store } from './store.ts'
import { ana, ids, type StoreWorld, storeWorld } from './testing/store-world.ts'

let world: StoreWorld
let store: Store
let count = 0
let room: BareJid

beforeAll(async () => {
  world = storeWorld()
  store = (await world.openAna()).store
})
beforeEach(() => {
  count += 1
  room = `clase${count}@rooms.mired.org` as BareJid
})
afterAll(() => world[Symbol.asyncDispose]())

const start = 1_700_000_000_000
const sender = (nick: string, values: Partial<RoomSender> = {}): RoomSender => ({
  ...{ nick, occupantId: null, address: null },
  ...values,
})

type Values = Partial<ReceivedMessage> & { readonly nick?: string; readonly by?: Partial<RoomSender> }
const said = ({ nick = 'Bob', by = {}, ...values }: Values): ReceivedMessage => ({
  ...{ peer: room, kind: 'room', from: `${room}/${nick}` as FullJid, stanzaId: null, originId: null },
  ...{ body: 'hola', time: start, archiveId: null, extra: { sender: sender(nick, by) } },
  ...values,
})
const live = (values: Values = {}): DomainEvent => ({ type: 'message.received', account: ana, message: said(values) })
const write = (id: string, body = 'hola'): DomainEvent => ({
  ...{
    type: 'message.queued',
    account: ana,
    id: ids(id)[0] ?? ('' as never),
    peer: room,
    kind: 'room',
    body,
    time: start,
  },
  extra: { sender: sender('Ana', { address: ana }) },
})
const recount = (...messages: readonly Values[]): DomainEvent => ({
  ...{ type: 'message.recounted', account: ana, until: start + 60_000 },
  messages: messages.map(each => said({ source: 'history', ...each })),
})
const archived = (...messages: readonly Values[]): DomainEvent => ({
  ...{ type: 'message.archived', account: ana },
  page: {
    ...{ room, messages: messages.map(each => said({ source: 'archive', ...each })), direction: 'forward' },
    ...{ peer: null, first: null, last: null, complete: true, until: start + 60_000 },
  },
})
const bodies = async () => (await store.page(ana, room, null, 50)).messages.map(each => each.body)
const states = async () => (await store.page(ana, room, null, 50)).messages.map(each => each.state)

test('a message of a room keeps who has written it, and the conversation is one of a room, also after a restart', async () => {
  await store.apply(live({ by: { occupantId: 'b1' } }))
  expect((await store.page(ana, room, null, 5)).messages).toMatchObject([
    { peer: room, direction: 'in', sender: { nick: 'Bob', occupantId: 'b1', address: null } },
  ])
  expect(await store.conversation(ana, room)).toMatchObject({ kind: 'room', unread: 1, mentioned: false })
  await using other = storeWorld()
  const { store: first } = await other.openAna()
  await first.apply(live({ extra: { sender: sender('Bob'), mentionsMe: true } }))
  await first.close()
  const { store: second } = await other.openAna()
  expect(await second.conversation(ana, room)).toMatchObject({ kind: 'room', unread: 1, mentioned: true })
})

test('somebody in a room is a conversation of its own', async () => {
  const bob = `${room}/Bob` as FullJid
  await store.apply(live())
  await store.apply({
    type: 'message.received',
    account: ana,
    message: { peer: bob, from: bob, stanzaId: 'p1', originId: null, body: 'psst', time: start },
  })
  expect(await store.conversation(ana, bob)).toMatchObject({ kind: 'occupant', unread: 1 })
  expect(await bodies()).toEqual(['hola'])
})

test('our message is stored when the room has sent it back, and by nothing else', async () => {
  const [id] = ids(`own${count}`)
  if (id === undefined) return
  await store.apply(write(id))
  await store.apply({ type: 'message.sent', account: ana, ids: [id] })
  await store.apply({ type: 'message.stored', account: ana, ids: [id] })
  await store.apply({ type: 'message.delivered', account: ana, peer: room, id })
  await store.apply({ type: 'message.displayed', account: ana, peer: room, id })
  expect(await states()).toEqual(['sent'])
  expect(await store.outbox(ana)).toHaveLength(1)
  await store.apply(
    live({ nick: 'Anna', direction: 'out', stanzaId: id, originId: id, archiveId: 'x1', by: { occupantId: 'a1' } }),
  )
  expect((await store.page(ana, room, null, 5)).messages).toMatchObject([
    { id, state: 'stored', sender: { nick: 'Anna', occupantId: 'a1', address: ana } },
  ])
  expect((await store.delivery(ana, id))[2]).toMatchObject({ state: 'stored', time: world.clock.time })
  expect(await store.outbox(ana)).toEqual([])
})

test('our message is stored, too, where the room has changed its words; it is there once', async () => {
  const [id] = ids(`own${count}`)
  if (id === undefined) return
  await store.apply(write(id, 'a bad word'))
  await store.apply({ type: 'message.sent', account: ana, ids: [id] })
  const back: Values = {
    nick: 'Ana',
    direction: 'out',
    stanzaId: id,
    originId: id,
    archiveId: 'x1',
    body: 'a *** word',
  }
  await store.apply(live(back))
  expect([await states(), await store.outbox(ana)]).toEqual([['stored'], []])
  await store.apply(archived(back))
  await store.apply(recount({ ...back, archiveId: null }))
  expect(await bodies()).toEqual(['a bad word'])
  // It was sent twice: the room has both.
  await store.apply(archived({ ...back, archiveId: 'x2' }))
  expect(await bodies()).toHaveLength(2)
})

test('another who repeats our words with our id is another, and stores nothing', async () => {
  const [id] = ids(`own${count}`)
  if (id === undefined) return
  await store.apply(write(id))
  await store.apply({ type: 'message.sent', account: ana, ids: [id] })
  await store.apply(live({ nick: 'Eva', stanzaId: id, originId: id, archiveId: 'e1' }))
  // With our nick, but the room tells that they are not we.
  await store.apply(live({ nick: 'Ana', stanzaId: id, originId: id, archiveId: 'e2', by: { occupantId: 'evil' } }))
  expect(await states()).toEqual(['sent', null, null])
  await store.apply(live({ nick: 'Ana', direction: 'out', stanzaId: id, originId: id, archiveId: 'a1' }))
  expect(await states()).toEqual(['stored', null, null])
  // Once it is stored, the room's own id tells a repetition under our nick, too.
  await store.apply(archived({ nick: 'Ana', isUnproved: true, originId: id, stanzaId: id, archiveId: 'e3' }))
  expect(await states()).toEqual(['stored', null, null, null])
})

test('what only the nickname says to be ours is ours where we wrote it here, else of somebody of that name', async () => {
  const [id] = ids(`own${count}`)
  if (id === undefined) return
  await store.apply(write(id))
  await store.apply({ type: 'message.sent', account: ana, ids: [id] })
  await store.apply(
    recount(
      { nick: 'Ana', isUnproved: true, originId: id, stanzaId: id },
      { nick: 'Ana', isUnproved: true, stanzaId: 'other', body: 'who am I' },
    ),
  )
  expect(await states()).toEqual(expect.arrayContaining(['stored', null]))
  expect(await bodies()).toHaveLength(2)
})

test('copies of one message meet: live, recounted at each return, and archived', async () => {
  const all: readonly Values[] = [
    { stanzaId: 'm1', originId: 'm1', archiveId: 's1', body: 'one' },
    { originId: 'WAWU-I49F-1', archiveId: 's2', body: 'from Spark', time: start + 1000 },
    { body: 'ok', time: start + 2000 },
    { body: 'ok', time: start + 2000 },
  ]
  for (const each of all) await store.apply(live(each))
  for (const _ of [1, 2]) await store.apply(recount(...all))
  await store.apply(archived(...all.map((each, index) => ({ ...each, archiveId: `s${index + 1}` }))))
  expect(await bodies()).toEqual(['one', 'from Spark', 'ok', 'ok'])
  await store.apply(live({ nick: 'Eva', stanzaId: 'm1', originId: 'm1', archiveId: 's9', body: 'one' }))
  expect(await bodies()).toEqual(['one', 'from Spark', 'ok', 'ok', 'one'])
})

test('what has no id is known again by a clock that differs from ours', async () => {
  const hour = 3_600_000
  await store.apply(live({ body: 'one' }))
  await store.apply(live({ body: 'two', time: start + 30_000 }))
  const again = recount({ body: 'one', time: start - hour }, { body: 'two', time: start - hour + 30_000 })
  for (const _ of [1, 2]) await store.apply({ ...again, ahead: -hour } as DomainEvent)
  expect(await bodies()).toEqual(['one', 'two'])
})

test('what a room recounts the first time is read, later it is new, and stands before what came live', async () => {
  await store.apply(recount({ body: 'long ago', time: start - 5000 }))
  expect(await store.conversation(ana, room)).toMatchObject({ unread: 0, lastMessage: { body: 'long ago' } })
  world.clock.time = start + 120_000
  await store.apply(live({ body: 'live', time: start + 120_000 }))
  await store.apply(recount({ body: 'missed', time: start + 1000 }, { body: 'live', time: start + 119_500 }))
  expect(await bodies()).toEqual(['long ago', 'missed', 'live'])
  expect(await store.conversation(ana, room)).toMatchObject({ unread: 2 })
})

test('the archive of a room has its own ends and gaps', async () => {
  expect(await store.archive(ana, room)).toMatchObject({ newest: null, absent: false })
  await store.apply(live({ archiveId: 's1' }))
  const page = archived({ archiveId: 's1' })
  if (page.type !== 'message.archived') return
  const point = { id: 's1', time: start }
  await store.apply({ ...page, page: { ...page.page, first: point, last: point } })
  await store.apply({ type: 'archive.began', account: ana, room, time: start + 5000 })
  expect(await store.archive(ana, room)).toMatchObject({ newest: point, gaps: [(start + 5000) * 1000] })
  expect((await store.conversation(ana, room)).gaps).toEqual([(start + 5000) * 1000])
  expect(await store.archive(ana)).toMatchObject({ newest: null, gaps: [] })
  await store.apply({ type: 'archive.absent', account: ana, room })
  expect((await store.conversation(ana, room)).gaps).toBeUndefined()
  expect(await store.archive(ana, room)).toMatchObject({ absent: true, newest: point })
})

test('a mention counts while it is unread', async () => {
  await store.apply(live({ body: 'Ana!', extra: { sender: sender('Bob'), mentionsMe: true } }))
  await store.apply(live({ body: 'well' }))
  expect(await store.conversation(ana, room)).toMatchObject({ unread: 2, mentioned: true })
  const [first] = (await store.page(ana, room, null, 5)).messages
  await store.apply({ type: 'conversation.read', account: ana, peer: room, upTo: first?.order ?? 0 })
  expect(await store.conversation(ana, room)).toMatchObject({ unread: 1, mentioned: false })
})

test.each([
  ['the catch-up comes before the room has said the second', true],
  ['it comes after', false],
])('what failed, had arrived after all and is sent again is one message: %s', async (_, isFirst) => {
  const [id] = ids(`twice${count}`)
  if (id === undefined) return
  const again = `${id}.2`
  await store.apply(write(id))
  await store.apply({ type: 'message.sent', account: ana, ids: [id] })
  await store.apply({ type: 'message.failed', account: ana, id, failure: { code: 'room-no-voice', details: {} } })
  await store.apply({ type: 'message.retried', account: ana, id })
  await store.apply({ type: 'message.sent', account: ana, ids: [again as typeof id] })
  const own = { nick: 'Ana', direction: 'out', by: { address: ana } } as const
  const former = archived({ ...own, stanzaId: id, originId: id, archiveId: 'x1' })
  const latter = { ...own, stanzaId: again, originId: again, archiveId: 'x2' }
  if (isFirst) {
    await store.apply(former)
    expect(await states()).toEqual(['sent'])
  }
  await store.apply(live(latter))
  if (!isFirst) await store.apply(former)
  await store.apply(archived(latter))
  expect(await states()).toEqual(['stored'])
  expect(await store.outbox(ana)).toEqual([])
  // In the name of us, by somebody who has seen our ids.
  await store.apply(live({ nick: 'Eva', stanzaId: id, originId: id, archiveId: 'x3' }))
  expect(await states()).toEqual(['stored', null])
})
