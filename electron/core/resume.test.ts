/** Nothing lost, nothing doubled, nothing swapped: over cuts at any byte. The other end is slixmpp, which counts. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type Proxy as NetworkProxy,
  type Peer,
  type RunningServer,
  startEjabberd,
  startJabberd2,
  startPeer,
  startProsody,
  startProxy,
} from '../../e2e/servers/index.ts'
import type { BareJid } from '../../shared/domain/address.ts'
import type { Change } from '../../shared/ipc/changes.ts'
import { type RunningCore, startCore } from '../testing/running-core.ts'
import { seededRandom } from '../testing/seeded-random.ts'

const bob = 'bob@mired.org' as BareJid
const ana = 'ana@mired.org'
const rounds = 6
const perRound = 17

/** A proxy that cuts a connection when so many more bytes have passed, in the middle of what is just passing. */
async function startCutter(
  server: RunningServer,
  tear: boolean,
): Promise<NetworkProxy & { cutAfter(bytes: number): void; tearNext(text: string): void; delivered(): string[] }> {
  /** What got through to the client, one text for each connection. */
  const read = new Map<object, string>()
  const gone = new WeakSet<object>()
  let torn: string | null = null
  let left = Number.POSITIVE_INFINITY
  const pass = (chunk: Buffer, connection: NetworkProxy['connections'][number], whole = false): Buffer => {
    if (torn !== null && chunk.includes(torn)) left = chunk.indexOf(torn) + 1
    if (gone.has(connection)) return Buffer.alloc(0)
    left -= chunk.length
    if (left > 0) return chunk
    gone.add(connection)
    torn = null
    const rest = whole ? chunk : chunk.subarray(0, Math.max(0, chunk.length + left))
    left = Number.POSITIVE_INFINITY
    setImmediate(connection.cut)
    return rest
  }
  const proxy = await startProxy({
    target: server,
    fromServer(chunk, connection) {
      const passed = pass(chunk, connection)
      read.set(connection, (read.get(connection) ?? '') + passed.toString())
      return passed
    },
    fromClient: (chunk, connection) => pass(chunk, connection, !tear),
  })
  return Object.assign(proxy, {
    cutAfter(bytes: number) {
      left = bytes
    },
    tearNext(text: string) {
      torn = text
    },
    delivered() {
      const all = [...read.values()].flatMap(text => [...text.matchAll(/<body>(in \d+)<\/body>/g)])
      return [...new Set(all.map(([, body = '']) => body))]
    },
  })
}

const bodies = (core: RunningCore, direction: 'in' | 'out'): readonly string[] => {
  const rows = new Map<string, { readonly body: string; readonly order: number }>()
  for (const change of core.changes) {
    if (change.type !== 'message.changed') continue
    for (const message of change.messages) if (message.direction === direction) rows.set(message.id, message)
  }
  return [...rows.values()].toSorted((one, other) => one.order - other.order).map(({ body }) => body)
}

const states = (core: RunningCore): readonly (string | null)[] => {
  const rows = new Map<string, string | null>()
  for (const change of core.changes) {
    if (change.type === 'message.changed')
      for (const { id, direction, state } of change.messages) if (direction === 'out') rows.set(id, state)
  }
  return [...rows.values()]
}

const arrivedAt = (peer: Peer): readonly string[] =>
  peer.stanzas.flatMap(xml => (xml.startsWith('<message') ? (/<body>(out [^<]*)<\/body>/.exec(xml)?.[1] ?? []) : []))

describe.each([
  // What Prosody 0.12 makes of half a stanza is a test of its own.
  ['Prosody', startProsody, false, true],
  ['ejabberd', startEjabberd, true, false],
] as const)('%s', (_, start, tear, inOrder) => {
  let server: RunningServer
  beforeAll(async () => {
    server = await start({ mutualContacts: true, tls: 'none' })
  })
  afterAll(() => server?.[Symbol.asyncDispose]())

  test('messages both ways over cuts', async () => {
    const seed = Number(process.env.SEED ?? Math.trunc(Math.random() * 2 ** 31))
    const random = seededRandom(seed)
    process.stdout.write(`seed ${seed}\n`)
    const { host, port } = server
    await using proxy = await startCutter(server, tear)
    await using peer = await startPeer({ jid: bob, password: 'bob-pw', host, port, authority: null })
    await using core = await startCore()
    const { account } = await core.signIn({
      address: ana,
      settings: { encryption: 'optional', host: proxy.host, port: proxy.port },
    })
    await peer.next(xml => xml.startsWith('<presence') && xml.includes(`from="${ana}`))
    const inPhase = (phase: string, before: number) => (change: Change) =>
      change.type === 'connection.changed' && change.state.phase === phase && core.changes.indexOf(change) >= before
    const sent: string[] = []
    const received: string[] = []
    for (let round = 0; round < rounds; round++) {
      proxy.cutAfter(100 + Math.trunc(random() * 6000))
      const before = core.changes.length
      for (let index = 0; index < perRound; index++) {
        const number = round * perRound + index
        sent.push(`out ${number}`)
        received.push(`in ${number}`)
        const going = core.core.commands['message.send']({ account, peer: bob, body: `out ${number}` })
        // Without an id, as Spark does it: a second copy could not be told from a second message.
        const coming = peer.raw(`<message to='${ana}' type='chat'><body>in ${number}</body></message>`)
        if (random() < 0.5) await Promise.all([going, coming])
      }
      // Where there were not enough bytes.
      const cut = setTimeout(proxy.cutAll, random() * 50)
      await core.until(inPhase('waiting', before))
      clearTimeout(cut)
      // ejabberd 23.01 loses the order of what it has kept when it is cut while it resumes.
      proxy.cutAfter(Number.POSITIVE_INFINITY)
      // The pauses of many failures in a row are long; the computer wakes up.
      await expect
        .poll(() => {
          if (core.state(account)?.phase === 'waiting') core.wake()
          return JSON.stringify(core.state(account))
        })
        .toContain('"phase":"online"')
    }
    await expect.poll(() => bodies(core, 'in').length, { timeout: 10_000 }).toBe(received.length)
    await expect.poll(() => states(core).every(state => state === 'stored'), { timeout: 10_000 }).toBe(true)
    expect(states(core)).toHaveLength(sent.length)
    await expect.poll(() => arrivedAt(peer).length, { timeout: 10_000 }).toBe(sent.length)
    expect(arrivedAt(peer)).toEqual(sent)
    expect(bodies(core, 'in').toSorted()).toEqual(received.toSorted())
    // ejabberd 23.01 swaps what comes in while it resumes; what it says is what we show.
    expect(bodies(core, 'in')).toEqual(proxy.delivered())
    if (inOrder) expect(bodies(core, 'in')).toEqual(received)
    // One roster, one list of presences: every cut was a resumption.
    expect(core.changes.filter(({ type }) => type === 'contacts.replaced')).toHaveLength(1)
    expect(core.changes.filter(({ type }) => type === 'presence.cleared')).toHaveLength(0)
  }, 40_000)
})

test('a stream that cannot be gone on with because half a stanza is stuck in it: a new one, and nothing twice', async () => {
  await using server = await startProsody({ mutualContacts: true, tls: 'none' })
  const { host, port } = server
  await using proxy = await startCutter(server, true)
  await using peer = await startPeer({ jid: bob, password: 'bob-pw', host, port, authority: null })
  await using core = await startCore()
  const settings = { encryption: 'optional', host: proxy.host, port: proxy.port } as const
  const { account } = await core.signIn({ address: ana, settings })
  await peer.next(xml => xml.startsWith('<presence') && xml.includes(`from="${ana}`))
  const send = (body: string) => core.core.commands['message.send']({ account, peer: bob, body })
  await send('out 0')
  await core.until(change => change.type === 'message.changed' && change.messages.some(each => each.state === 'stored'))
  proxy.tearNext('out 1')
  await send('out 1')
  await core.until(change => change.type === 'connection.changed' && change.state.phase === 'waiting')
  await send('out 2')
  await expect
    .poll(
      () => {
        if (core.state(account)?.phase === 'waiting') core.wake()
        return states(core)
      },
      { timeout: 15_000 },
    )
    .toEqual(['stored', 'stored', 'stored'])
  await expect.poll(() => arrivedAt(peer).length).toBe(3)
  expect(arrivedAt(peer)).toEqual(['out 0', 'out 1', 'out 2'])
  // The stream was new: presence and contacts came again.
  expect(core.changes.filter(({ type }) => type === 'contacts.replaced')).toHaveLength(2)
})

test('a server without stream management: pings prove what arrived', async () => {
  await using server = await startJabberd2({ tls: 'none' })
  await using core = await startCore()
  const settings = { encryption: 'optional', host: server.host, port: server.port } as const
  const { account, state } = await core.signIn({ address: ana, settings })
  expect(state).toMatchObject({ phase: 'online' })
  await core.core.commands['message.send']({ account, peer: bob, body: 'out 0' })
  await core.until(change => change.type === 'message.changed' && change.messages.some(each => each.state === 'stored'))
})
