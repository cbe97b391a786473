import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { BareJid } from '../../../shared/domain/address.ts'
import type { DomainEvent } from '../../core/events.ts'
import { silentLog } from '../../core/ports/index.ts'
import { createFakeChannel, type FakeChannel } from '../../testing/channel.ts'
import { createMessage } from './message.ts'
import { createRoomMessages, type RoomMessages } from './room-messages.ts'

const clase = 'clase@rooms.mired.org' as BareJid
let channel: FakeChannel
let events: DomainEvent[]
let feature: RoomMessages
let isIn: boolean
let timers: (() => void)[]

beforeEach(() => {
  channel = createFakeChannel()
  channel.goOnline()
  events = []
  isIn = true
  timers = []
  feature = createRoomMessages({
    channel,
    emit: async event => void events.push(event),
    facts: room =>
      isIn && room === clase
        ? { nick: 'Ana', names: [], occupant: () => null, trustsStanzaIds: true, trustsOccupantIds: false }
        : null,
    clock: {
      now: () => 1_800_000_000_000,
      after(_, callback) {
        timers.push(callback)
        return () => {
          timers = timers.filter(each => each !== callback)
        }
      },
    },
    log: silentLog,
  })
})
afterEach(() => {
  feature.dispose()
  expect(channel.listeners()).toBe(0)
})

const say = (body: string, { from = `${clase}/Bob`, more = '' } = {}) =>
  channel.receive(`<message type="groupchat" from="${from}"><body>${body}</body>${more}</message>`)
const old = (body: string) =>
  say(body, { more: `<delay xmlns="urn:xmpp:delay" from="${clase}" stamp="2026-11-20T12:00:00Z"/>` })
const subject = () => channel.receive(`<message type="groupchat" from="${clase}"><subject/></message>`)
const told = () =>
  events.map(event =>
    event.type === 'message.recounted'
      ? event.messages.map(each => each.body)
      : event.type === 'message.received' && event.message.body,
  )

test('what a room tells of before is kept at once, before what is said then', async () => {
  feature.entering(clase, true)
  const pending = [old('one'), old('two')]
  const entered = feature.entered(clase)
  expect(events).toEqual([])
  await subject()
  await Promise.all([...pending, entered])
  await say('now')
  await old('a stamp of its writer')
  expect(told()).toEqual([['one', 'two'], 'now', 'a stamp of its writer'])
})

const stamp = `<delay xmlns="urn:xmpp:delay" from="${clase}" stamp="2026-11-20T12:00:00Z"/>`
const oldSubject = () =>
  channel.receive(`<message type="groupchat" from="${clase}/Bob"><subject>then</subject>${stamp}</message>`)

test('subjects of then, as jabberd2 tells them, stand amid of what was said before', async () => {
  feature.entering(clase, true)
  const pending = [old('one'), oldSubject(), old('two'), oldSubject()]
  const entered = feature.entered(clase)
  await pending[1]
  expect(events).toEqual([])
  timers.at(-1)?.()
  await Promise.all([...pending, entered])
  await old('a stamp of its writer')
  expect(told()).toEqual([['one', 'two'], 'a stamp of its writer'])
})

test('where nothing was asked for, any subject ends it', async () => {
  feature.entering(clase, false)
  const entered = feature.entered(clase)
  await oldSubject()
  await entered
  await say('now')
  expect(told()).toEqual(['now'])
})

test('without a subject the first words, silence, or the end of the stream end it', async () => {
  for (const end of [() => say('now'), async () => timers.at(-1)?.(), async () => void channel.goOffline()]) {
    events = []
    feature.entering(clase, true)
    const kept = old('before')
    const entered = feature.entered(clase)
    await end()
    await Promise.all([kept, entered])
    expect(told()[0]).toEqual(['before'])
  }
})

test('a room of ten thousand messages keeps them in parts', async () => {
  feature.entering(clase, true)
  const all = Array.from({ length: 10_000 }, (_, index) => old(`m${index}`))
  await subject()
  await Promise.all(all)
  expect(told().flat()).toEqual(all.map((_, index) => `m${index}`))
})

test('rooms that we are not in say nothing, and neither does a person of type groupchat', async () => {
  await say('x', { from: 'eve@mired.org/Bob' })
  isIn = false
  await say('x')
  expect(events).toEqual([])
})

test('what a room refuses has failed with its reason, and nobody in it can say so', async () => {
  const message = createMessage({
    ...{ channel, log: silentLog, openCarbon: () => null, trustsStanzaIds: () => false, admits: () => true },
    emit: async event => void events.push(event),
    wentTo: async id =>
      id === 'r1' ? { peer: clase, isRoom: true } : { peer: `${clase}/Bob` as BareJid, isRoom: false },
    clock: { now: () => 0, after: () => () => {} },
  })
  const refuse = (id: string, from: string, condition: string) =>
    channel.receive(
      `<message type="error" id="${id}" from="${from}"><error type="cancel"><${condition} xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error></message>`,
    )
  await refuse('r1', `${clase}/Eva`, 'not-acceptable')
  expect(events).toEqual([])
  await refuse('r1', clase, 'not-acceptable')
  await refuse('r1', clase, 'forbidden')
  await refuse('p1', `${clase}/Eva`, 'item-not-found')
  await refuse('p1', `${clase}/Bob`, 'item-not-found')
  await refuse('p1', clase, 'not-acceptable')
  await vi.waitFor(() => expect(events).toHaveLength(4))
  expect(events.map(event => event.type === 'message.failed' && event.failure.code)).toEqual([
    ...['room-not-joined', 'room-no-voice', 'occupant-gone', 'room-not-joined'],
  ])
  message.dispose()
})
