import { afterEach, beforeEach, expect, test } from 'vitest'
import type { BareJid } from '../../../shared/domain/address.ts'
import type { Contact } from '../../../shared/domain/contact.ts'
import type { DomainEvent } from '../../core/events.ts'
import { silentLog, systemClock } from '../../core/ports/index.ts'
import { createFakeChannel, type FakeChannel } from '../../testing/channel.ts'
import { createSubscription, type Subscription } from './subscription.ts'

const bob = 'bob@mired.org' as BareJid

let channel: FakeChannel
let events: DomainEvent[]
let contact: Contact | null
let shared: boolean
let subscription: Subscription

beforeEach(() => {
  channel = createFakeChannel()
  channel.goOnline()
  events = []
  contact = null
  shared = false
  subscription = createSubscription({
    channel,
    emit: async event => void events.push(event),
    clock: { ...systemClock, now: () => 5000 },
    log: silentLog,
    contactOf: async () => contact,
    isShared: () => shared,
  })
})

afterEach(() => {
  subscription.dispose()
  expect(channel.listeners()).toBe(0)
})

const inList = (subscribed: Contact['subscription'], asked = false): Contact => ({
  ...{ address: bob, name: null, groups: [], subscription: subscribed, asked },
})
const asks = '<presence from="bob@mired.org" type="subscribe"/>'
const granted = '<presence to="bob@mired.org" type="subscribed"/>'

test('each of ours goes to the bare address', async () => {
  await subscription.ask(bob)
  await subscription.withdraw(bob)
  await subscription.grant(bob)
  await subscription.refuse(bob)
  expect(channel.texts()).toEqual(
    ['subscribe', 'unsubscribe', 'subscribed', 'unsubscribed'].map(
      type => `<presence to="bob@mired.org" type="${type}"/>`,
    ),
  )
})

test('offline nothing is sent', async () => {
  channel.goOffline()
  await expect(subscription.ask(bob)).rejects.toMatchObject({ code: 'not-connected' })
})

test.each([
  ['a stranger', null],
  ['somebody in the list who is nothing to us', inList('none')],
] as const)('%s who asks is told to the store', async (_who, known) => {
  contact = known
  await channel.receive(asks)
  const request = { address: bob, nickname: null, text: null, time: 5000 }
  expect(events).toEqual([{ type: 'request.received', account: 'ana@mired.org', request }])
  expect(channel.texts()).toEqual([])
})

test.each([
  ['sees us already', inList('from')],
  ['sees us already, and we them', inList('both')],
  ['we asked first', inList('none', true)],
  ['we see, and asked once', inList('to')],
] as const)('who %s is granted it without a question', async (_what, known) => {
  contact = known
  await channel.receive(asks)
  expect(channel.texts()).toEqual([granted])
  expect(events).toEqual([])
})

test('whom the server has put into the list was not asked by us: they are told to the store', async () => {
  contact = inList('to')
  shared = true
  await channel.receive(asks)
  expect(channel.texts()).toEqual([])
  expect(events).toMatchObject([{ type: 'request.received' }])
})

test('a request that is taken back at once does not stay', async () => {
  const both = [channel.receive(asks), channel.receive('<presence from="bob@mired.org" type="unsubscribe"/>')]
  await Promise.all(both)
  expect(events.map(each => each.type)).toEqual(['request.received', 'request.ended'])
})

test('a refusal is told; what came back only of whom we have asked', async () => {
  const back = '<presence from="bob@mired.org" type="error"><error type="cancel"/></presence>'
  await channel.receive('<presence from="bob@mired.org" type="unsubscribed"/>')
  await channel.receive(back)
  contact = inList('both', true)
  await channel.receive(back)
  contact = inList('from', true)
  await channel.receive(back)
  expect(events).toMatchObject([
    { type: 'contact.refused', address: bob, failure: { code: 'request-declined' } },
    { type: 'contact.refused', address: bob, failure: { code: 'request-declined' } },
  ])
})

test('our own account asks nobody', async () => {
  await channel.receive('<presence from="ana@mired.org/phone" type="subscribe"/>')
  expect(events).toEqual([])
})
