/** The features together, on a real stream, against real servers; the other end is slixmpp, which counts raw stanzas. */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type Peer, type RunningServer, startEjabberd, startPeer, startProsody } from '../../e2e/servers/index.ts'
import type { BareJid } from '../../shared/domain/address.ts'
import type { Message, MessageId, MessageState } from '../../shared/domain/message.ts'
import type { DomainEvent } from '../core/events.ts'
import { silentLog, systemClock } from '../core/ports/index.ts'
import { createTestSession, type TestSession } from '../testing/session-world.ts'
import { capsNamespace, createCapabilities } from './caps/caps.ts'
import { infoNamespace } from './disco/build.ts'
import { createDisco } from './disco/disco.ts'
import { createDelivery } from './message/delivery.ts'
import { createMessage } from './message/message.ts'
import { createPing } from './ping/ping.ts'
import { createPresence } from './presence/presence.ts'
import { createRoster } from './roster/roster.ts'
import { createVersion } from './version/version.ts'

const ana = 'ana@mired.org' as BareJid
const bobAddress = 'bob@mired.org' as BareJid
const users = [
  { name: 'ana', password: 'ana-pw' },
  { name: 'bob', password: 'bob-pw', label: 'Bob Ñ', groups: ['Clase'] },
]
const own = { identity: { category: 'client', type: 'pc', name: 'Centella' }, features: [capsNamespace, infoNamespace] }
const host = { programVersion: '0.1.0', operatingSystem: null, hostName: 'test' }

/** ana's features, with a store that is only a list. */
interface Client extends AsyncDisposable {
  readonly test: TestSession
  readonly events: readonly DomainEvent[]
  readonly capabilitiesNode: string
  signIn(): Promise<void>
  queue(peer: BareJid, bodies: readonly string[]): readonly MessageId[]
  states(): readonly MessageState[]
  flush(): Promise<void>
  until<Type extends DomainEvent['type']>(
    type: Type,
    wanted?: (event: Extract<DomainEvent, { readonly type: Type }>) => boolean,
  ): Promise<Extract<DomainEvent, { readonly type: Type }>>
}

function createClient(server: RunningServer): Client {
  const session = createTestSession({
    roots: [server.authority.text],
    settings: { host: server.host, port: server.port },
  })
  const channel = session.session
  const events: DomainEvent[] = []
  const outbox = new Map<MessageId, Message>()
  const setState = (id: MessageId, state: MessageState) => {
    const message = outbox.get(id)
    if (message !== undefined) outbox.set(id, { ...message, state })
  }
  const emit = async (event: DomainEvent): Promise<void> => {
    events.push(event)
    if (event.type === 'message.sent') for (const id of event.ids) setState(id, 'sent')
    if (event.type === 'message.stored') for (const id of event.ids) setState(id, 'stored')
    if (event.type === 'message.failed') setState(event.id, 'failed')
  }
  const common = { channel, emit, log: silentLog, clock: systemClock }
  const capabilities = createCapabilities(() => own, 'urn:x-centella:test')
  const roster = createRoster({ ...common, keptVersion: async () => null })
  const presence = createPresence({ ...common, buildCapabilities: capabilities.build })
  const ping = createPing({ channel })
  const delivery = createDelivery({
    ...common,
    ping,
    settle: async () => null,
    outbox: async () => [...outbox.values()].filter(({ state }) => state === 'queued' || state === 'sent'),
  })
  const parts = [
    createVersion({ channel, host }),
    createDisco({ channel, own: () => own, capabilitiesNode: capabilities.node }),
    createMessage({
      ...{ ...common, openCarbon: () => null, trustsStanzaIds: () => true, admits: () => true },
      wentTo: async id => {
        const peer = outbox.get(id)?.peer
        return peer === undefined ? null : { peer, isRoom: false }
      },
    }),
    ...[roster, presence, ping, delivery],
  ]
  return {
    ...{ test: session, events, capabilitiesNode: capabilities.node() },
    async signIn() {
      expect(await session.attempt()).toMatchObject({ phase: 'online' })
      await roster.fetch()
      await presence.publish({ availability: 'available', status: null }, 1)
    },
    queue(peer, bodies) {
      return bodies.map(body => {
        const id = crypto.randomUUID() as MessageId
        const order = outbox.size + 1
        const rest = { direction: 'out', time: 0, state: 'queued', failure: null } as const
        outbox.set(id, { account: ana, id, peer, body, order, ...rest })
        return id
      })
    },
    states: () => [...outbox.values()].map(({ state }) => state ?? 'failed'),
    flush: delivery.flush,
    until: (type, wanted = () => true) =>
      vi.waitFor(
        () => {
          const found = events.filter(event => event.type === type).find(event => wanted(event as never))
          expect(found).toBeDefined()
          return found as never
        },
        { timeout: 30_000 },
      ),
    async [Symbol.asyncDispose]() {
      for (const part of parts) part.dispose()
      await session[Symbol.asyncDispose]()
    },
  }
}

describe.each([
  ['Prosody', startProsody],
  ['ejabberd', startEjabberd],
])('%s', (_, start) => {
  let server: RunningServer
  let bob: Peer

  beforeAll(async () => {
    server = await start({ mutualContacts: true, users })
    const { host, port, authority } = server
    bob = await startPeer({ jid: bobAddress, password: 'bob-pw', host, port, authority: authority.file })
  })
  afterAll(async () => {
    await bob?.[Symbol.asyncDispose]()
    await server?.[Symbol.asyncDispose]()
  })

  test('the list comes with names and groups, then presence, live', async () => {
    await using client = createClient(server)
    await client.signIn()
    expect((await client.until('roster.received')).contacts).toEqual([
      { address: bobAddress, name: 'Bob Ñ', groups: ['Clase'], subscription: 'both', asked: false },
    ])
    await bob.presence({ show: 'dnd', status: 'Examen', priority: 3 })
    const { presence } = await client.until('presence.received', each => each.presence.availability === 'dnd')
    expect(presence).toEqual({ from: bob.jid, availability: 'dnd', status: 'Examen', priority: 3 })
  })

  test('others find out what we are: presence, capabilities, version, ping', async () => {
    await using client = createClient(server)
    await client.signIn()
    const full = client.test.session.address() ?? ''
    const seen = await bob.next(xml => xml.startsWith('<presence') && xml.includes('urn:x-centella:test'))
    expect(seen).toContain('<priority>1</priority>')
    const ver = client.capabilitiesNode.split('#')[1]
    expect(seen).toContain(ver)
    const ask = (payload: string) => bob.ask({ to: full, payload })
    const info = await ask(`<query xmlns='${infoNamespace}' node='${client.capabilitiesNode}'/>`)
    expect(info).toMatch(/type="result"/)
    expect(info).toContain('name="Centella"')
    expect(await ask(`<query xmlns='${infoNamespace}' node='no'/>`)).toMatch(/item-not-found/)
    expect(await ask("<query xmlns='jabber:iq:version'/>")).toContain('<name>Centella</name><version>0.1.0</version>')
    expect(await ask("<ping xmlns='urn:xmpp:ping'/>")).toMatch(/type="result"/)
    expect(await ask("<query xmlns='urn:unknown'/>")).toMatch(/service-unavailable/)
  })

  test('messages go out in order, once, and are proved stored', async () => {
    await using client = createClient(server)
    await client.signIn()
    const bodies = Array.from({ length: 20 }, (_, index) => `número ${index} <&> 😀\u0007`)
    const ids = client.queue(bobAddress, bodies)
    await Promise.all([client.flush(), client.flush()])
    await vi.waitFor(() => expect(new Set(client.states())).toEqual(new Set(['stored'])), { timeout: 30_000 })
    await bob.next(xml => xml.includes(ids.at(-1) ?? '-'))
    const arrived = bob.stanzas.filter(xml => ids.some(id => xml.includes(`id="${id}"`)))
    expect(arrived).toHaveLength(20)
    expect(arrived.map(xml => /<body>(.*?)<\/body>/.exec(xml)?.[1])).toEqual(
      bodies.map((_, index) => `número ${index} &lt;&amp;&gt; 😀`),
    )
  })

  test('messages arrive, those of our absence with their time', async () => {
    const before = Date.now()
    const later = await bob.send(ana, 'para luego')
    await bob.ask({ payload: "<ping xmlns='urn:xmpp:ping'/>" })
    // Time itself is what is tested, and servers tell whole seconds.
    await new Promise(resolve => setTimeout(resolve, 1100))
    await using client = createClient(server)
    await client.signIn()
    const now = await bob.send(ana, 'ahora')
    const offline = await client.until('message.received', ({ message }) => message.stanzaId === later)
    expect(offline.message).toMatchObject({ peer: bobAddress, from: bob.jid, body: 'para luego', originId: null })
    expect(offline.message.time).toBeGreaterThanOrEqual(before - 1000)
    const live = await client.until('message.received', ({ message }) => message.stanzaId === now)
    expect(live.message.time).toBeGreaterThanOrEqual(offline.message.time + 100)
  })

  test('a message to nobody comes back; an error of a third for another one does not count', async () => {
    await using client = createClient(server)
    await client.signIn()
    const [lost, fine] = [
      ...client.queue('nobody@mired.org' as BareJid, ['¿hola?']),
      ...client.queue('bob@mired.org' as BareJid, ['hola']),
    ]
    await client.flush()
    const { failure } = await client.until('message.failed', ({ id }) => id === lost)
    expect(failure).toMatchObject({ code: 'message-not-delivered', details: { condition: 'service-unavailable' } })
    const forged = `<message to='${client.test.session.address()}' type='error' id='${lost}'><error type='cancel'><gone xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>`
    await bob.raw(forged)
    const marker = await bob.send(ana, 'después')
    await client.until('message.received', ({ message }) => message.stanzaId === marker)
    expect(client.events.filter(({ type }) => type === 'message.failed')).toHaveLength(1)
    await client.until('message.stored', ({ ids }) => fine !== undefined && ids.includes(fine))
  })

  test('a connection that dies leaves messages sent; they go out again, first, with their ids', async () => {
    await using client = createClient(server)
    await client.signIn()
    server.freeze()
    const [doubt] = client.queue(bobAddress, ['en duda'])
    await client.flush()
    expect(client.states()).toEqual(['sent'])
    await client.test.session.disconnect()
    const [next] = client.queue(bobAddress, ['nuevo'])
    server.thaw()
    await client.signIn()
    await vi.waitFor(() => expect(client.states()).toEqual(['stored', 'stored']), { timeout: 30_000 })
    await bob.next(xml => xml.includes(next ?? '-'))
    const arrived = bob.stanzas.flatMap(xml =>
      [doubt, next].filter(id => id !== undefined && xml.includes(`id="${id}"`)),
    )
    expect(arrived.at(-1)).toBe(next)
    expect(arrived.slice(0, -1).length).toBeGreaterThan(0)
    expect(new Set(arrived.slice(0, -1))).toEqual(new Set([doubt]))
  })
})
