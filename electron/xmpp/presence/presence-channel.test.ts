import { afterEach, beforeEach, expect, test } from 'vitest'
import type { DomainEvent } from '../../core/events.ts'
import { silentLog } from '../../core/ports/index.ts'
import { xml } from '../../stanza/element.ts'
import { createFakeChannel, type FakeChannel } from '../../testing/channel.ts'
import { createPresence, type OwnPresenceFeature } from './presence.ts'

let channel: FakeChannel
let events: DomainEvent[]
let presence: OwnPresenceFeature

beforeEach(() => {
  channel = createFakeChannel()
  events = []
  presence = createPresence({
    channel,
    emit: async event => void events.push(event),
    log: silentLog,
    buildCapabilities: () => xml('c', { xmlns: 'http://jabber.org/protocol/caps', ver: 'v' }),
  })
})

afterEach(() => {
  presence.dispose()
  expect(channel.listeners()).toBe(0)
})

test('what others say of themselves is told; requests are not', () => {
  channel.receive('<presence from="bob@mired.org/x"><show>xa</show><priority>-1</priority></presence>')
  channel.receive('<presence from="bob@mired.org" type="subscribe"/>')
  channel.receive('<presence from="bob@mired.org/x" type="unavailable"/>')
  expect(events).toMatchObject([
    { type: 'presence.received', presence: { from: 'bob@mired.org/x', availability: 'xa', priority: -1 } },
    { type: 'presence.received', presence: { availability: 'offline' } },
  ])
})

test('our own is sent with priority and capabilities, or not at all', async () => {
  const own = { availability: 'away', status: null } as const
  await expect(presence.publish(own, 5)).rejects.toMatchObject({ code: 'not-connected' })
  channel.goOnline()
  await presence.publish(own, 5)
  expect(channel.texts()).toEqual([
    '<presence><show>away</show><priority>5</priority><c xmlns="http://jabber.org/protocol/caps" ver="v"/></presence>',
  ])
  await presence.publish(own, 0, Date.UTC(2026, 10, 21, 10, 12))
  expect(channel.texts().at(-1)).toContain('<idle xmlns="urn:xmpp:idle:1" since="2026-11-21T10:12:00.000Z"/>')
})
