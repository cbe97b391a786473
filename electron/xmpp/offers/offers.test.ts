import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { DomainEvent } from '../../core/events.ts'
import { createOfferLimit } from '../../core/offer-limit.ts'
import { silentLog, systemClock } from '../../core/ports/index.ts'
import { createFakeChannel, type FakeChannel } from '../../testing/channel.ts'
import { createOffers } from './offers.ts'

let channel: FakeChannel
let events: DomainEvent[]
let now: number
let feature: { dispose(): void }

const fixture = (name: string) => readFileSync(join(import.meta.dirname, 'fixtures', `${name}.xml`), 'utf8').trim()
const refused = { error: { details: { condition: 'service-unavailable' } } }
const told = () => events.map(each => (each.type === 'message.received' ? each.message : null))
const offers = () => told().map(each => each?.extra?.unsupported)

beforeEach(() => {
  channel = createFakeChannel('ana@mired.test/centella')
  channel.goOnline()
  events = []
  now = 5000
  const clock = { ...systemClock, now: () => now }
  const emit = async (event: DomainEvent) => void events.push(event)
  feature = createOffers({ channel, emit, admits: createOfferLimit(clock), clock, log: silentLog })
})

afterEach(() => {
  feature.dispose()
  expect(channel.listeners()).toBe(0)
})

test('a file of Spark is said with its name and size, and answered', async () => {
  expect(await channel.ask(fixture('spark-file'))).toMatchObject(refused)
  expect(told()).toEqual([
    {
      peer: 'bob@mired.test',
      from: 'bob@mired.test/Spark',
      stanzaId: 'si jsi_1624777964',
      originId: null,
      body: 'nota.txt',
      time: 5000,
      extra: { unsupported: { what: 'file', name: 'nota.txt', size: 5200 } },
    },
  ])
})

test.each([
  ['jingle-file', 'jingle jj1', 'j.txt', { what: 'file', name: 'j.txt', size: 10 }],
  ['jingle-call', 'jingle c1', '', { what: 'video-call', name: null, size: null }],
  ['link', 'oob https://mired.test/x', 'https://mired.test/x', { what: 'file', name: null, size: null }],
])('%s', async (name, stanzaId, body, unsupported) => {
  expect(await channel.ask(fixture(name))).toMatchObject(refused)
  expect(told()).toMatchObject([{ stanzaId, body, extra: { unsupported } }])
})

const session = (content: string, action = 'session-initiate') =>
  `<iq type="set" id="a" from="eva@x.example/1"><jingle xmlns="urn:xmpp:jingle:1" action="${action}" sid="s">${content}</jingle></iq>`

test.each([
  ['a call', '<content><description xmlns="urn:xmpp:jingle:apps:rtp:1" media="audio"/></content>', 'call'],
  ['something else', '<content><description xmlns="urn:x"/></content>', 'session'],
  ['nothing', '', 'session'],
])('a session of %s', async (_, content, what) => {
  expect(await channel.ask(session(content))).toMatchObject(refused)
  expect(offers()).toMatchObject([{ what }])
})

test('what belongs to a session is answered and not said', async () => {
  for (const action of ['session-terminate', 'transport-info', 'x']) {
    expect(await channel.ask(session('', action))).toMatchObject(refused)
  }
  expect(events).toEqual([])
})

describe('names and sizes of strangers', () => {
  const file = (attributes: string) =>
    `<iq type="set" id="a" from="eva@x.example/1"><si xmlns="http://jabber.org/protocol/si" id="1"><file xmlns="http://jabber.org/protocol/si/profile/file-transfer" ${attributes}/></si></iq>`

  test.each([
    ['a path', 'name="C:\\secret\\a.txt"', 'a.txt', null],
    ['another path', 'name="../../etc/passwd"', 'passwd', null],
    ['markup', 'name="&lt;img src=x&gt;"', '<img src=x>', null],
    ['the direction turned', 'name="invoice\u202Efdp.exe"', 'invoicefdp.exe', null],
    ['a name without end', `name="${'a'.repeat(100_000)}"`, 'a'.repeat(200), null],
    ['no name', 'size="12"', null, 12],
    ['a size that is none', 'name="a" size="-1e9"', 'a', null],
    ['a size without end', `name="a" size="${'9'.repeat(400)}"`, 'a', null],
  ])('%s', async (_, attributes, name, size) => {
    await channel.ask(file(attributes))
    expect(offers()).toEqual([{ what: 'file', name, size }])
  })
})

test('nobody fills the window with them', async () => {
  const from = (jid: string, id: string) =>
    `<iq type="set" id="a" from="${jid}"><si xmlns="http://jabber.org/protocol/si" id="${id}"/></iq>`
  for (let index = 0; index < 100; index++) {
    expect(await channel.ask(from('eva@x.example/1', `${index}`))).toMatchObject(refused)
  }
  expect(events).toHaveLength(3)
  for (let index = 0; index < 100; index++) await channel.ask(from(`e${index}@x.example/1`, 'a'))
  expect(events).toHaveLength(20)
  now += 60_000
  await channel.ask(from('eva@x.example/1', 'later'))
  expect(events).toHaveLength(21)
})
