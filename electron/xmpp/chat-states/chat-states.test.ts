import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { BareJid } from '../../../shared/domain/address.ts'
import { AppError } from '../../../shared/domain/failure.ts'
import type { DomainEvent } from '../../core/events.ts'
import { silentLog } from '../../core/ports/index.ts'
import { prepareBareJid } from '../../stanza/jid.ts'
import { createFakeChannel, type FakeChannel } from '../../testing/channel.ts'
import { type SteppedClock, steppedClock } from '../../testing/stepped-clock.ts'
import { type ChatStates, createChatStates } from './chat-states.ts'

const ns = 'http://jabber.org/protocol/chatstates'
const bob = 'bob@mired.test' as BareJid
const fixture = (name: string) => readFileSync(join(import.meta.dirname, 'fixtures', `${name}.xml`), 'utf8').trim()
const said = (state: string, rest = '', from = 'bob@mired.test/x', type = 'chat') =>
  `<message from="${from}" type="${type}">${rest}<${state} xmlns="${ns}"/></message>`
const body = '<body>hola</body>'

let channel: FakeChannel
let clock: SteppedClock
let events: DomainEvent[]
let on: boolean
let strangers: readonly string[]
let there: readonly string[] | null
let announced: boolean | null
let asked: string[]
let states: ChatStates

beforeEach(() => {
  channel = createFakeChannel('ana@mired.test/rec')
  clock = steppedClock()
  events = []
  on = true
  strangers = []
  there = ['bob@mired.test/x']
  announced = null
  asked = []
  states = createChatStates({
    channel,
    clock,
    emit: async event => void events.push(event),
    isOn: () => on,
    mayKnow: async peer => !strangers.includes(peer) && !peer.endsWith('@evil.example'),
    resources: async () => there?.map(each => each as BareJid) ?? null,
    supports: async address => {
      asked.push(address)
      return announced
    },
    log: silentLog,
  })
  channel.goOnline()
})

afterEach(() => {
  states.dispose()
  expect([channel.listeners(), clock.waiting()]).toEqual([0, 0])
})

const settled = () => new Promise(resolve => setImmediate(resolve))
/** What was written since the last call, by the names of the states. */
let seen = 0
beforeEach(() => {
  seen = 0
})
async function wrote(): Promise<readonly string[]> {
  await settled()
  const news = channel.written.slice(seen)
  seen = channel.written.length
  return news.map(each => each.getChildElements()[0]?.getName() ?? '')
}
const typed = () => events.flatMap(event => (event.type === 'typing.changed' ? [[event.peer, event.typing]] : []))

describe('what others say', () => {
  test('Spark: composing, the message, and its late paused', async () => {
    await channel.receive(fixture('spark-composing'))
    expect(typed()).toEqual([[bob, true]])
    await channel.receive(fixture('spark-message'))
    await channel.receive(fixture('spark-paused-after-message'))
    expect(typed()).toEqual([
      [bob, true],
      [bob, false],
    ])
  })

  test.each(['paused', 'active', 'inactive', 'gone'])('%s ends it', async state => {
    await channel.receive(said('composing'))
    await channel.receive(said(state))
    expect(typed().at(-1)).toEqual([bob, false])
  })

  test('Spark ends it by closing its window, or by itself after two minutes', async () => {
    for (const name of ['spark-gone', 'spark-inactive']) {
      await channel.receive(said('composing'))
      await channel.receive(fixture(name).replaceAll('ana@mired.test/rec', 'ana@mired.test'))
      expect(typed().at(-1)).toEqual([bob, false])
    }
  })

  test('it ends when they go offline, and after half a minute of silence', async () => {
    await channel.receive(said('composing'))
    await channel.receive('<presence from="bob@mired.test/x" type="unavailable"/>')
    expect(typed().at(-1)).toEqual([bob, false])
    await channel.receive(said('composing'))
    clock.pass(29_000)
    await channel.receive(said('composing'))
    clock.pass(29_000)
    expect(typed().at(-1)).toEqual([bob, true])
    clock.pass(1000)
    expect(typed().at(-1)).toEqual([bob, false])
  })

  test.each([
    ['an error', said('composing', '', 'bob@mired.test/x', 'error')],
    ['a room', said('composing', '', 'sala@c.test/bob', 'groupchat')],
    ['an alert', said('composing', '', 'bob@mired.test/x', 'headline')],
    ['our own account', said('composing', '', 'ana@mired.test/movil')],
    ['nobody', said('composing', '', '@@')],
    ['the past', said('composing', '<delay xmlns="urn:xmpp:delay" stamp="2026-11-21T05:04:09Z"/>')],
    ['a message with words', said('composing', body)],
    ['another namespace', '<message from="bob@mired.test/x"><composing xmlns="urn:x"/></message>'],
    ['an unknown state', said('dancing')],
    ['the room that gives back ours', fixture('spark-error-from-room')],
  ])('nothing is shown of %s', async (_name, text) => {
    await channel.receive(text)
    expect(typed()).toEqual([])
  })

  test('ten thousand times the same is told once; ten thousand strangers are not followed', async () => {
    for (let count = 0; count < 10_000; count++) await channel.receive(said('composing'))
    expect(typed()).toHaveLength(1)
    expect(clock.waiting()).toBeLessThan(3)
    for (let count = 0; count < 10_000; count++)
      await channel.receive(said('composing', '', `x${count}@evil.example/x`))
    expect(typed()).toHaveLength(1)
    // They take nobody's place.
    await channel.receive(said('composing', '', 'carla@mired.test/x'))
    expect(typed().at(-1)).toEqual(['carla@mired.test', true])
  })

  test('with the stream it is over without a word: the store forgets by itself', async () => {
    await channel.receive(said('composing'))
    channel.goOffline({ resumable: true })
    expect(clock.waiting()).toBe(1)
    channel.goOffline()
    expect(clock.waiting()).toBe(0)
    channel.goOnline()
    await channel.receive(said('composing'))
    expect(typed()).toEqual([
      [bob, true],
      [bob, true],
    ])
  })
})

describe('what we say', () => {
  const know = () => channel.receive(said('active', body))

  test('composing once while they write, paused after five seconds, then composing again', async () => {
    await know()
    states.setTyping(bob, true)
    clock.pass(2000)
    states.setTyping(bob, true)
    expect(await wrote()).toEqual(['composing'])
    expect(channel.texts()[0]).toBe(
      `<message to="bob@mired.test" type="chat"><composing xmlns="${ns}"/><no-store xmlns="urn:xmpp:hints"/></message>`,
    )
    clock.pass(5000)
    expect(await wrote()).toEqual(['paused'])
    states.setTyping(bob, true)
    expect(await wrote()).toEqual(['composing'])
    states.setTyping(bob, false)
    expect(await wrote()).toEqual(['active'])
    clock.pass(120_000)
    expect(await wrote()).toEqual(['inactive'])
    clock.pass(600_000)
    expect(await wrote()).toEqual([])
  })

  test('the message has its own state, and nothing follows it but silence', async () => {
    await know()
    states.setTyping(bob, true)
    expect(await wrote()).toEqual(['composing'])
    expect(String(states.withMessage(bob))).toBe(`<active xmlns="${ns}"/>`)
    clock.pass(119_000)
    expect(await wrote()).toEqual([])
    clock.pass(1000)
    expect(await wrote()).toEqual(['inactive'])
  })

  test('looking elsewhere and closing are said to who has heard something', async () => {
    await know()
    states.leave(bob, false)
    expect(await wrote()).toEqual([])
    states.setTyping(bob, true)
    await settled()
    states.leave(bob, false)
    expect(await wrote()).toEqual(['composing', 'inactive'])
    states.leave(bob, true)
    expect(await wrote()).toEqual(['gone'])
    states.leave(bob, true)
    expect(await wrote()).toEqual([])
  })

  test('a client that does not know of states is found out by its announcement, or not bothered', async () => {
    states.setTyping(bob, true)
    expect(await wrote()).toEqual([])
    expect(asked).toEqual(['bob@mired.test/x'])
    announced = true
    states.setTyping(bob, true)
    expect(await wrote()).toEqual(['composing'])
    states.setTyping(bob, false)
    await settled()
    expect(asked).toHaveLength(2)
  })

  test('whoever replies without a state hears no more of them (5.1), until they send one', async () => {
    expect(states.withMessage(bob)).not.toBeNull()
    await channel.receive(`<message from="bob@mired.test/x" type="chat">${body}</message>`)
    states.setTyping(bob, true)
    expect(await wrote()).toEqual([])
    expect(states.withMessage(bob)).toBeNull()
    await know()
    expect(states.withMessage(bob)).not.toBeNull()
  })

  interface Bad {
    readonly on?: boolean
    readonly strangers?: readonly string[]
    readonly there?: readonly string[] | null
  }
  test.each<readonly [string, Bad]>([
    ['to strangers', { strangers: [bob] }],
    ['while switched off', { on: false }],
    ['to who is offline', { there: [] }],
    ['to who is not seen and has shown nothing', { there: null }],
  ])('nothing %s', async (_name, world) => {
    ;({ on = true, strangers = [], there = ['bob@mired.test/x'] } = world)
    if (there !== null) await know()
    states.setTyping(bob, true)
    clock.pass(200_000)
    expect(await wrote()).toEqual([])
  })

  test('switched off, a message has no state', () => {
    on = false
    expect(states.withMessage(bob)).toBeNull()
    expect(states.withMessage(prepareBareJid('ana@mired.test'))).toBeNull()
  })

  test('what the network refuses is over; on a new stream all begins anew', async () => {
    await know()
    channel.failSendingWith(new AppError('network-lost', 'cut'))
    states.setTyping(bob, true)
    expect(await wrote()).toEqual([])
    channel.failSendingWith(null)
    channel.goOffline()
    channel.goOnline()
    states.setTyping(bob, true)
    expect(await wrote()).toEqual(['composing'])
  })
})
