import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { BareJid } from '../../../shared/domain/address.ts'
import { AppError } from '../../../shared/domain/failure.ts'
import type { DomainEvent } from '../../core/events.ts'
import { parseElement } from '../../stanza/element.ts'
import { isMarkable } from '../../stanza/markable.ts'
import { createFakeChannel, type FakeChannel } from '../../testing/channel.ts'
import { type ChatMarkers, createChatMarkers, type Owed } from './chat-markers.ts'
import { parseMarker } from './parse.ts'

const ns = 'urn:xmpp:chat-markers:0'
const account = 'ana@mired.test' as BareJid
const owing = (peer: string, upTo: number, id: string): Owed => ({ peer: peer as BareJid, upTo, id })

let channel: FakeChannel
let events: DomainEvent[]
let owed: Owed[]
let on: boolean
let markers: ChatMarkers

beforeEach(() => {
  channel = createFakeChannel('ana@mired.test/rec')
  events = []
  owed = []
  on = true
  markers = createChatMarkers({
    channel,
    emit: async event => {
      events.push(event)
      if (event.type === 'conversation.marked') owed = owed.filter(({ peer }) => peer !== event.peer)
    },
    owed: async () => owed,
    isOn: () => on,
    mayKnow: async peer => !peer.startsWith('stranger'),
  })
  channel.goOnline()
})

afterEach(() => {
  markers.dispose()
  expect(channel.listeners()).toBe(0)
})

const marked = (peer: string, upTo: number) => ({ type: 'conversation.marked', account, peer, upTo })

test('a marker of another is told with who says so', async () => {
  await channel.receive(`<message from="bob@mired.test/x" type="chat"><displayed xmlns="${ns}" id="m1"/></message>`)
  expect(events).toEqual([{ type: 'message.displayed', account, peer: 'bob@mired.test', id: 'm1' }])
})

test('what Spark says of its own accord (XEP-0022) proves no reading', async () => {
  const text = readFileSync(join(import.meta.dirname, 'fixtures/spark-displayed-event.xml'), 'utf8')
  await channel.receive(text.trim())
  expect(events).toEqual([])
})

test.each([
  ['an error', `<message from="bob@mired.test/x" type="error"><displayed xmlns="${ns}" id="m1"/></message>`],
  ['from a room', `<message from="s@c.test/bob" type="groupchat"><displayed xmlns="${ns}" id="m1"/></message>`],
  ['without an id', `<message from="bob@mired.test/x"><displayed xmlns="${ns}"/></message>`],
  [
    'with a huge id',
    `<message from="bob@mired.test/x"><displayed xmlns="${ns}" id="${'x'.repeat(100_000)}"/></message>`,
  ],
  ['of another kind', `<message from="bob@mired.test/x"><acknowledged xmlns="${ns}" id="m1"/></message>`],
  ['in another namespace', '<message from="bob@mired.test/x"><displayed xmlns="urn:x" id="m1"/></message>'],
  ['of nobody', `<message><displayed xmlns="${ns}" id="m1"/></message>`],
  ['to ourselves', `<message from="ana@mired.test/x" to="ana@mired.test"><displayed xmlns="${ns}" id="m1"/></message>`],
])('%s is none', (_name, text) => expect(parseMarker(parseElement(text), account)).toBeNull())

test('our own device counts only as a carbon, and then for the conversation that it names', async () => {
  const text = `<message from="ana@mired.test/movil" to="bob@mired.test/x"><displayed xmlns="${ns}" id="b7"/></message>`
  await channel.receive(text)
  expect(events).toEqual([])
  await markers.take(parseElement(text))
  expect(events).toEqual([{ type: 'conversation.readElsewhere', account, peer: 'bob@mired.test', id: 'b7' }])
})

test('what was seen is said once, to the bare address, kept for who is offline', async () => {
  owed = [owing('bob@mired.test', 7, 'b7'), owing('carla@mired.test', 3, 'c3')]
  await Promise.all([markers.flush(), markers.flush()])
  await markers.flush()
  expect(channel.written.map(({ attrs }) => [attrs.to, attrs.type])).toEqual([
    ['bob@mired.test', 'chat'],
    ['carla@mired.test', 'chat'],
  ])
  expect(channel.written[0]?.children.map(String)).toEqual([
    `<displayed xmlns="${ns}" id="b7"/>`,
    '<store xmlns="urn:xmpp:hints"/>',
  ])
  expect(events).toEqual([marked('bob@mired.test', 7), marked('carla@mired.test', 3)])
})

test('nothing to a stranger, and nothing while it is switched off, nor later what was seen then', async () => {
  owed = [owing('stranger@evil.example', 7, 'b7')]
  await markers.flush()
  on = false
  owed = [...owed, owing('bob@mired.test', 7, 'b7')]
  await markers.flush()
  on = true
  await markers.flush()
  expect(channel.texts()).toEqual([])
  expect(events).toEqual([marked('stranger@evil.example', 7), marked('bob@mired.test', 7)])
})

test('what could not be written is owed still', async () => {
  owed = [owing('bob@mired.test', 7, 'b7')]
  channel.goOffline()
  await markers.flush()
  channel.goOnline()
  channel.failSendingWith(new AppError('network-lost', 'cut'))
  await markers.flush()
  expect(events).toEqual([])
  channel.failSendingWith(null)
  await markers.flush()
  expect(events).toEqual([marked('bob@mired.test', 7)])
})

test('a message asks for it only with an id that can be named', () => {
  const asks = (attributes: string) =>
    isMarkable(parseElement(`<message ${attributes}><body>x</body><markable xmlns="${ns}"/></message>`))
  expect([asks('id="a"'), asks(''), asks(`id="${'x'.repeat(100_000)}"`)]).toEqual([true, false, false])
})
