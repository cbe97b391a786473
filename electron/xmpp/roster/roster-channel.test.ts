import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { AppError } from '../../../shared/domain/failure.ts'
import type { DomainEvent } from '../../core/events.ts'
import { silentLog } from '../../core/ports/index.ts'
import { createFakeChannel, type FakeChannel } from '../../testing/channel.ts'
import { createRoster, type Roster } from './roster.ts'

let channel: FakeChannel
let events: DomainEvent[]
let warnings: string[]
let roster: Roster

const fixture = (name: string) => readFileSync(join(import.meta.dirname, 'fixtures', `${name}.xml`), 'utf8').trim()

beforeEach(() => {
  channel = createFakeChannel()
  events = []
  warnings = []
  const log = { ...silentLog, warn: (message: string) => void warnings.push(message) }
  roster = createRoster({ channel, emit: async event => void events.push(event), log })
  channel.goOnline()
})

afterEach(() => {
  roster.dispose()
  expect(channel.listeners()).toBe(0)
})

test('the list is asked for without versioning, and told as a whole', async () => {
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
  expect(events).toEqual([])
})

test('a refusal is told to who asked', async () => {
  const fetched = roster.fetch()
  channel.requests[0]?.fail(new AppError('request-timed-out', 'silence'))
  await expect(fetched).rejects.toMatchObject({ code: 'request-timed-out' })
})

const push = (from: string, item = '<item jid="bob@mired.org" name="Bob" subscription="both"/>') =>
  `<iq type="set" id="p" ${from}><query xmlns="jabber:iq:roster">${item}</query></iq>`

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
