import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { BareJid } from '../../../shared/domain/address.ts'
import { AppError } from '../../../shared/domain/failure.ts'
import type { MessageId } from '../../../shared/domain/message.ts'
import type { DomainEvent } from '../../core/events.ts'
import { silentLog, systemClock } from '../../core/ports/index.ts'
import type { Element } from '../../stanza/element.ts'
import { createFakeChannel, type FakeChannel } from '../../testing/channel.ts'
import { buildMessage } from './build.ts'
import { createMessage, type OpenedCarbon } from './message.ts'

let channel: FakeChannel
let events: DomainEvent[]
let feature: { dispose(): void }
let trusted: boolean
let admits: boolean
/** As the feature of carbons does it. */
const openCarbon = (stanza: Element): OpenedCarbon | null => {
  const [wrapper] = ['sent', 'received'].flatMap(name => stanza.getChild(name, 'urn:xmpp:carbons:2') ?? [])
  if (wrapper === undefined) return null
  const message = wrapper.getChild('forwarded', 'urn:xmpp:forward:0')?.getChild('message')
  return message === undefined ? { kind: 'refused', reason: 'empty' } : { kind: 'carbon', message }
}

beforeEach(() => {
  channel = createFakeChannel()
  events = []
  trusted = true
  admits = true
  feature = createMessage({
    channel,
    emit: async event => void events.push(event),
    wentTo: async id => (id === 'm1' ? { peer: 'bob@mired.org' as BareJid, isRoom: false } : null),
    openCarbon,
    trustsStanzaIds: () => trusted,
    admits: () => admits,
    clock: { ...systemClock, now: () => 5000 },
    log: silentLog,
  })
  channel.goOnline()
})

afterEach(() => {
  feature.dispose()
  expect(channel.listeners()).toBe(0)
})

test('what arrives is told to the store', () => {
  channel.receive('<message from="bob@mired.org/x" type="chat" id="b1"><body>hola</body></message>')
  expect(events).toMatchObject([
    {
      type: 'message.received',
      account: 'ana@mired.org',
      message: { peer: 'bob@mired.org', stanzaId: 'b1', body: 'hola', time: 5000 },
    },
  ])
})

const carbon = (way: 'sent' | 'received', inner: string) =>
  `<message from="ana@mired.org" to="ana@mired.org/centella"><${way} xmlns="urn:xmpp:carbons:2"><forwarded xmlns="urn:xmpp:forward:0">${inner}</forwarded></${way}></message>`

test('what another device got or wrote, and what carries nothing', async () => {
  const body = '<body>hola</body><stanza-id xmlns="urn:xmpp:sid:0" by="ana@mired.org" id="7"/>'
  await channel.receive(
    carbon(
      'received',
      `<message xmlns="jabber:client" from="bob@mired.org/x" to="ana@mired.org/phone" id="b1">${body}</message>`,
    ),
  )
  trusted = false
  await channel.receive(
    carbon(
      'sent',
      `<message xmlns="jabber:client" from="ana@mired.org/phone" to="bob@mired.org/x" id="a1">${body}</message>`,
    ),
  )
  await channel.receive(
    carbon(
      'sent',
      `<message xmlns="jabber:client" from="ana@mired.org/phone" to="ana@mired.org" id="a2">${body}</message>`,
    ),
  )
  await channel.receive(
    carbon(
      'received',
      `<message xmlns="jabber:client" from="bob@mired.org/x" to="carla@mired.org" id="b2">${body}</message>`,
    ),
  )
  await channel.receive(carbon('sent', ''))
  const message = { source: 'carbon', body: 'hola', time: 5000, originId: null }
  expect(events.map(each => each.type === 'message.received' && each.message)).toEqual([
    { ...message, direction: 'in', peer: 'bob@mired.org', from: 'bob@mired.org/x', stanzaId: 'b1', archiveId: '7' },
    {
      ...message,
      direction: 'out',
      peer: 'bob@mired.org',
      from: 'ana@mired.org/phone',
      stanzaId: 'a1',
      archiveId: null,
    },
    {
      ...message,
      direction: 'in',
      peer: 'ana@mired.org',
      from: 'ana@mired.org/phone',
      stanzaId: 'a2',
      archiveId: null,
    },
  ])
})

test('what our own blocking refuses is said as such', async () => {
  const refused = (blocked: string) =>
    `<message from="bob@mired.org" type="error" id="m1"><error type="cancel"><not-acceptable xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/>${blocked}</error></message>`
  await channel.receive(refused('<blocked xmlns="urn:xmpp:blocking:errors"/>'))
  await channel.receive(refused(''))
  expect(events.map(each => each.type === 'message.failed' && each.failure.code)).toEqual([
    'address-blocked',
    'message-not-delivered',
  ])
})

const returned = (from: string, id = 'm1') =>
  `<message from="${from}" type="error" id="${id}"><error type="cancel"><x xmlns="urn:x"/>
   <text xmlns="urn:ietf:params:xml:ns:xmpp-stanzas">full</text><service-unavailable xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error></message>`

test('what the archive refuses for a while is not lost, and stays in order', async () => {
  const refuse = new AppError('storage-failed', 'database is locked', { condition: 'in-use' })
  let refuses = true
  let retry = (): void => {}
  const patient = createMessage({
    channel,
    emit: async event => {
      if (refuses) throw refuse
      events.push(event)
    },
    wentTo: async () => ({ peer: 'bob@mired.org' as BareJid, isRoom: false }),
    openCarbon: () => null,
    trustsStanzaIds: () => true,
    admits: () => true,
    clock: {
      now: () => 0,
      after: (_, callback) => {
        retry = callback
        return () => {}
      },
    },
    log: silentLog,
  })
  feature.dispose()
  channel.receive('<message from="bob@mired.org"><body>one</body></message>')
  await new Promise(setImmediate)
  channel.receive('<message from="bob@mired.org"><body>two</body></message>')
  await new Promise(setImmediate)
  refuses = false
  retry()
  await vi.waitFor(() => expect(events).toMatchObject([{ message: { body: 'one' } }, { message: { body: 'two' } }]))
  patient.dispose()
})

test('ours that comes back from whom it went to has failed', async () => {
  channel.receive(returned('bob@mired.org/x'))
  await vi.waitFor(() => expect(events).toHaveLength(1))
  expect(events).toEqual([
    {
      type: 'message.failed',
      account: 'ana@mired.org',
      id: 'm1',
      failure: { code: 'message-not-delivered', details: { condition: 'service-unavailable', text: 'full' } },
    },
  ])
})

test('an error that says that the other server is missing', async () => {
  channel.receive(returned('bob@mired.org').replace('service-unavailable', 'remote-server-not-found'))
  await vi.waitFor(() => expect(events).toHaveLength(1))
  expect(events).toMatchObject([
    {
      failure: { code: 'address-unreachable', details: { domain: 'mired.org', condition: 'remote-server-not-found' } },
    },
  ])
})

test.each([
  ['somebody else', returned('mallory@mired.org')],
  ['another message', returned('bob@mired.org', 'm2')],
])('an error for %s changes nothing', async (_, text) => {
  channel.receive(text)
  channel.receive('<message from="bob@mired.org"><body>after it</body></message>')
  await new Promise(setImmediate)
  expect(events.map(({ type }) => type)).toEqual(['message.received'])
})

test('what we send has one id everywhere, and nothing that could not be seen', () => {
  const message = buildMessage({
    id: 'm1' as MessageId,
    peer: 'bob@mired.org' as BareJid,
    body: 'a <b> & \u0007\ufffe\ud800c 😀',
  })
  expect(message.toString()).toBe(
    '<message to="bob@mired.org" type="chat" id="m1"><body>a &lt;b&gt; &amp; c 😀</body><origin-id xmlns="urn:xmpp:sid:0" id="m1"/></message>',
  )
})
