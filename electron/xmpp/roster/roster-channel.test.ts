import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { BareJid } from '../../../shared/domain/address.ts'
import { AppError } from '../../../shared/domain/failure.ts'
import type { DomainEvent } from '../../core/events.ts'
import { type Clock, silentLog } from '../../core/ports/index.ts'
import { createFakeChannel, type FakeChannel } from '../../testing/channel.ts'
import { createRoster, type Roster } from './roster.ts'

let channel: FakeChannel
let events: DomainEvent[]
let keptVersion: string | null
let warnings: string[]
let roster: Roster
let alarms: Set<() => void>

/** Everybody who waits has waited long enough. */
const ring = () => {
  for (const alarm of [...alarms]) alarm()
}

const fixture = (name: string) => readFileSync(join(import.meta.dirname, 'fixtures', `${name}.xml`), 'utf8').trim()

beforeEach(() => {
  channel = createFakeChannel()
  events = []
  warnings = []
  alarms = new Set()
  const clock: Clock = {
    now: () => 0,
    after(_milliseconds, callback) {
      const alarm = () => {
        alarms.delete(alarm)
        callback()
      }
      alarms.add(alarm)
      return () => alarms.delete(alarm)
    },
  }
  const log = { ...silentLog, warn: (message: string) => void warnings.push(message) }
  keptVersion = null
  const emit = async (event: DomainEvent) => void events.push(event)
  roster = createRoster({ channel, clock, emit, log, keptVersion: async () => keptVersion })
  channel.goOnline()
})

afterEach(() => {
  roster.dispose()
  expect(channel.listeners()).toBe(0)
})

test('the list of a server without versions is asked for and told as a whole', async () => {
  const fetched = roster.fetch()
  expect(channel.texts()).toEqual(['<iq type="get" id="q0"><query xmlns="jabber:iq:roster"/></iq>'])
  channel.requests[0]?.answer(fixture('openfire-result'))
  await fetched
  expect(events).toMatchObject([
    { type: 'roster.received', account: 'ana@mired.org', contacts: [{ name: 'ElenaGil' }, { name: 'Bob' }] },
  ])
})

test('items that name nobody are told to the log', async () => {
  const fetched = roster.fetch()
  channel.requests[0]?.answer(fixture('invalid-items'))
  await fetched
  expect(warnings).toEqual(['contacts without a possible address were left out'])
})

test('an answer without a list does not empty ours', async () => {
  const fetched = roster.fetch()
  channel.requests[0]?.answer('<iq type="result"/>')
  await fetched
  expect(events).toEqual([{ type: 'roster.confirmed', account: 'ana@mired.org' }])
})

test('a server with versions is asked for what has changed since the one that is kept', async () => {
  channel.features = ['urn:xmpp:features:rosterver']
  const first = roster.fetch()
  await channel.untilWritten(1)
  expect(channel.texts()).toEqual(['<iq type="get" id="q0"><query xmlns="jabber:iq:roster" ver=""/></iq>'])
  channel.requests[0]?.answer('<iq type="result"><query xmlns="jabber:iq:roster" ver="-7"/></iq>')
  await first
  keptVersion = '-7'
  const second = roster.fetch()
  await channel.untilWritten(2)
  expect(channel.texts()[1]).toContain('ver="-7"')
  channel.requests[0]?.answer('<iq type="result"/>')
  // RFC 6121, 2.6.3: what has changed may come as pushes behind it.
  await channel.ask(versionedPush('8', 'bob@mired.org'))
  await second
  await channel.ask(versionedPush('9', 'carla@mired.org'))
  await channel.ask(push('', '<item jid="dora@mired.org"/>'))
  await channel.ask(versionedPush('10', 'bob@mired.org', ' subscription="remove"'))
  expect(events.map(event => [event.type, 'version' in event ? event.version : null])).toEqual([
    ['roster.received', '-7'],
    ['roster.confirmed', null],
    ['contact.pushed', { after: '-7', now: '8' }],
    ['contact.pushed', { after: '8', now: '9' }],
    ['contact.pushed', null],
    ['contact.removed', { after: '9', now: '10' }],
  ])
})

test('versions that never change are not asked for', async () => {
  channel.features = ['urn:xmpp:features:rosterver', 'http://www.xmpp.org/extensions/xep-0198.html#ns']
  keptVersion = '2'
  const fetched = roster.fetch()
  expect(channel.texts()).toEqual(['<iq type="get" id="q0"><query xmlns="jabber:iq:roster"/></iq>'])
  channel.requests[0]?.answer('<iq type="result"><query xmlns="jabber:iq:roster" ver="2"/></iq>')
  await fetched
  expect(events).toEqual([{ type: 'roster.received', account: 'ana@mired.org', contacts: [] }])
})

test('a version without an end is none', async () => {
  channel.features = ['urn:xmpp:features:rosterver']
  const fetched = roster.fetch()
  await channel.untilWritten(1)
  channel.requests[0]?.answer(`<iq type="result"><query xmlns="jabber:iq:roster" ver="${'x'.repeat(100_000)}"/></iq>`)
  await fetched
  expect(events).toEqual([{ type: 'roster.received', account: 'ana@mired.org', contacts: [] }])
})

test('a refusal is told to who asked', async () => {
  const fetched = roster.fetch()
  channel.requests[0]?.fail(new AppError('request-timed-out', 'silence'))
  await expect(fetched).rejects.toMatchObject({ code: 'request-timed-out' })
})

const push = (from: string, item = '<item jid="bob@mired.org" name="Bob" subscription="both"/>') =>
  `<iq type="set" id="p" ${from}><query xmlns="jabber:iq:roster">${item}</query></iq>`

const versionedPush = (version: string, jid: string, more = '') =>
  `<iq type="set" id="p"><query xmlns="jabber:iq:roster" ver="${version}"><item jid="${jid}"${more}/></query></iq>`

test.each(['', 'from="ana@mired.org"', 'from="ANA@mired.org"', 'from=""'])('a push with %s counts', async from => {
  expect(await channel.ask(push(from))).toBeNull()
  expect(events).toMatchObject([{ type: 'contact.pushed', contact: { address: 'bob@mired.org', name: 'Bob' } }])
})

test.each([
  'from="bob@mired.org"',
  'from="mired.org"',
  'from="ana@mired.org.evil.org"',
  'from="ana@mired.org/phone"',
  'from="ana@"',
])('a push with %s is refused', async from => {
  expect(await channel.ask(push(from))).toMatchObject({ error: { details: { condition: 'service-unavailable' } } })
  expect(events).toEqual([])
})

const list = (...addresses: readonly string[]) =>
  `<iq type="result"><query xmlns="jabber:iq:roster">${addresses.map(jid => `<item jid="${jid}"/>`).join('')}</query></iq>`
const told = () =>
  events.map(event => (event.type === 'contact.pushed' ? `pushed ${event.contact.address}` : event.type))

test('a push in the same packet as the list comes behind it', async () => {
  const fetched = roster.fetch()
  channel.requests[0]?.answer(list('bob@mired.org'))
  // The one who asked hears of the answer a moment later; the push is here now.
  const first = channel.ask(push('', '<item jid="bob@mired.org" subscription="remove"/>'))
  const second = channel.ask(push('', '<item jid="carla@mired.org"/>'))
  expect(await Promise.all([first, second])).toEqual([null, null])
  await fetched
  expect(told()).toEqual(['roster.received', 'contact.removed', 'pushed carla@mired.org'])
})

test('a push while the list is on its way counts although the list never comes', async () => {
  const fetched = roster.fetch()
  await channel.ask(push(''))
  channel.requests[0]?.fail(new AppError('request-timed-out', 'silence'))
  await expect(fetched).rejects.toMatchObject({ code: 'request-timed-out' })
  expect(told()).toEqual(['pushed bob@mired.org'])
})

test('a push of an earlier stream does not come behind the list of the next', async () => {
  const cut = roster.fetch()
  await channel.ask(push(''))
  const fetched = roster.fetch()
  channel.requests[0]?.fail(new AppError('network-lost', 'cut'))
  await expect(cut).rejects.toMatchObject({ code: 'network-lost' })
  channel.requests[0]?.answer(list('ana@mired.org'))
  await fetched
  expect(told()).toEqual(['pushed bob@mired.org', 'roster.received'])
})

test('a removal', async () => {
  await channel.ask(push('', '<item jid="Bob@mired.org" subscription="remove"/>'))
  expect(events).toEqual([{ type: 'contact.removed', account: 'ana@mired.org', address: 'bob@mired.org' }])
})

const bob = 'bob@mired.org' as BareJid
const kept = { address: bob, name: 'Bob & <co>', groups: ['Clase', '"2.º B"'] }

test('a change is sent as a whole item, and is true when it is pushed', async () => {
  const changed = roster.set(kept)
  expect(channel.texts()).toEqual([
    '<iq type="set" id="q0"><query xmlns="jabber:iq:roster"><item jid="bob@mired.org" name="Bob &amp; &lt;co&gt;">' +
      '<group>Clase</group><group>"2.º B"</group></item></query></iq>',
  ])
  channel.requests[0]?.answer('<iq type="result"/>')
  await changed
  expect(events).toEqual([])
  await channel.ask(push(''))
  ring()
  expect(told()).toEqual(['pushed bob@mired.org'])
  expect(channel.requests).toHaveLength(0)
})

test('a push before the answer is enough', async () => {
  const changed = roster.set({ ...kept, name: null, groups: [] })
  expect(channel.texts()[0]).toContain('<item jid="bob@mired.org"/>')
  await channel.ask(push(''))
  channel.requests[0]?.answer('<iq type="result"/>')
  await changed
  expect(alarms.size).toBe(0)
})

test('without a push the list is asked for again, by somebody else it is not enough', async () => {
  const changed = roster.set(kept)
  channel.requests[0]?.answer('<iq type="result"/>')
  await changed
  await channel.ask(push('', '<item jid="carla@mired.org"/>'))
  ring()
  expect(channel.requests).toHaveLength(1)
  channel.requests[0]?.answer(list('bob@mired.org'))
  await expect.poll(told).toEqual(['pushed carla@mired.org', 'roster.received'])
})

test('what the server shares it does not let go', async () => {
  const refused = new AppError('refused-by-server', '406', { condition: 'not-acceptable' })
  const removed = roster.remove(bob)
  expect(channel.texts()[0]).toContain('<item jid="bob@mired.org" subscription="remove"/>')
  channel.requests[0]?.fail(refused)
  await expect(removed).rejects.toMatchObject({ code: 'managed-by-server' })
  const moved = roster.set(kept)
  channel.requests[0]?.fail(refused)
  await expect(moved).rejects.toMatchObject({ code: 'managed-by-server' })
  expect([alarms.size, events.length]).toEqual([0, 0])
})

test('removing who is gone already is no failure: the list is looked at', async () => {
  const removed = roster.remove(bob)
  channel.requests[0]?.fail(new AppError('refused-by-server', '404', { condition: 'item-not-found' }))
  await channel.untilWritten(2)
  channel.requests[0]?.answer(list())
  await removed
  expect(told()).toEqual(['roster.received'])
})

test('a change that got no answer is told so, and waits for no push', async () => {
  const changed = roster.set(kept)
  channel.requests[0]?.fail(new AppError('request-timed-out', 'silence'))
  await expect(changed).rejects.toMatchObject({ code: 'request-timed-out' })
  expect(alarms.size).toBe(0)
})
