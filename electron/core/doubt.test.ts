/**
 * A server that has forgotten the stream: what was written last may have arrived or not, and its archive says so. The
 * other end is slixmpp, which counts.
 */
import { describe, expect, test } from 'vitest'
import {
  type Peer,
  type RunningServer,
  startEjabberd,
  startOpenfire,
  startPeer,
  startProsody,
  startProxy,
} from '../../e2e/servers/index.ts'
import type { BareJid } from '../../shared/domain/address.ts'
import { startCore } from '../testing/running-core.ts'

const ana = 'ana@mired.org'
const bob = 'bob@mired.org' as BareJid

interface Arrival {
  readonly id: string
  readonly body: string
}

const arrivedAt = (...peers: readonly Peer[]): readonly Arrival[] =>
  peers
    .flatMap(({ stanzas }) => stanzas)
    .filter(xml => xml.startsWith('<message'))
    .flatMap(xml => {
      const body = /<body>([^<]*)<\/body>/.exec(xml)?.[1]
      return body === undefined ? [] : [{ id: /^<message[^>]* id="([^"]*)"/.exec(xml)?.[1] ?? '', body }]
    })

/** One message arrives and nobody says so, the next is lost; then the server forgets the stream and both are in doubt. */
async function fallIntoDoubt(
  server: Pick<RunningServer, 'host' | 'port'>,
  /** Null where it never remembers a stream. */
  forget: (() => Promise<void>) | null,
) {
  const { host, port } = server
  let deaf = false
  let losing = false
  await using proxy = await startProxy({
    target: server,
    fromServer: chunk => (deaf ? Buffer.alloc(0) : chunk),
    fromClient: chunk => (losing ? Buffer.alloc(0) : chunk),
  })
  const peer = { jid: bob, password: 'bob-pw', host, port, authority: null }
  await using peers = new AsyncDisposableStack()
  const before = peers.use(await startPeer(peer))
  await using core = await startCore()
  const settings = { encryption: 'optional', host: proxy.host, port: proxy.port } as const
  const { account } = await core.signIn({ address: ana, settings })
  const send = (body: string) => core.core.commands['message.send']({ account, peer: bob, body })
  const states = () => {
    const rows = new Map<string, string | null>()
    for (const change of core.changes) {
      if (change.type === 'message.changed') for (const { body, state } of change.messages) rows.set(body, state)
    }
    return Object.fromEntries(rows)
  }

  await send('known')
  await expect.poll(states).toEqual({ known: 'stored' })
  deaf = true
  await send('arrived')
  await before.next(xml => xml.includes('>arrived<'))
  losing = true
  await send('lost')
  await expect.poll(states).toEqual({ known: 'stored', arrived: 'sent', lost: 'sent' })
  proxy.refuse()
  proxy.cutAll()
  await forget?.()
  deaf = false
  losing = false
  const after = forget === null ? before : peers.use(await startPeer(peer))
  await send('later')
  await proxy.admit()
  await expect
    .poll(
      () => {
        if (core.state(account)?.phase === 'waiting') core.wake()
        return states()
      },
      { timeout: 30_000 },
    )
    .toEqual({ known: 'stored', arrived: 'stored', lost: 'stored', later: 'stored' })
  // Behind it nothing can come any more.
  await send('last')
  await after.next(xml => xml.includes('>last<'))
  const connections = proxy.connections.map(connection => connection.sent().toString())
  return {
    arrivals: arrivedAt(...new Set([before, after])),
    /** What was written after the cut. */
    written: connections.slice(1).flatMap(sent => [...sent.matchAll(/<body>(\w+)</g)].map(([, body]) => body)),
    /** Where the new stream asked its archive, and where it wrote its first message. */
    asked: connections.at(-1)?.indexOf('<query xmlns="urn:xmpp:mam:2"') ?? -1,
    wrote: connections.at(-1)?.indexOf('<body>') ?? -1,
  }
}

const killed = (server: RunningServer): Promise<void> => server.kill().then(() => server.start())

const bodies = (arrivals: readonly Arrival[]) => arrivals.map(({ body }) => body)

describe.each([
  // Killed: Prosody keeps on disk what it had handled of a stream that it ends itself, and would say so.
  ['Prosody', startProsody, killed],
  ['ejabberd', startEjabberd, (server: RunningServer) => server.restart()],
])('%s', (_, start, forget) => {
  test('the archive is asked before anything in doubt is sent again: each once, in order', async () => {
    await using server = await start({ mutualContacts: true, tls: 'none' })
    const { arrivals, written, asked, wrote } = await fallIntoDoubt(server, () => forget(server))
    expect(bodies(arrivals)).toEqual(['known', 'arrived', 'lost', 'later', 'last'])
    expect(new Set(arrivals.map(({ id }) => id)).size).toBe(5)
    expect(written).toEqual(['lost', 'later', 'last'])
    expect(asked).toBeGreaterThan(0)
    expect(wrote).toBeGreaterThan(asked)
  }, 120_000)
})

test('without an archive what is in doubt is sent again, with its id, before what is newer', async () => {
  await using server = await startProsody({ mutualContacts: true, tls: 'none', archive: false })
  const { arrivals, asked } = await fallIntoDoubt(server, () => killed(server))
  expect(bodies(arrivals)).toEqual(['known', 'arrived', 'arrived', 'lost', 'later', 'last'])
  expect(arrivals[1]?.id).toBe(arrivals[2]?.id)
  expect(asked).toBe(-1)
}, 60_000)

test('Openfire, which never goes on with a stream: the same', async () => {
  const users = [
    { name: 'ana', password: 'ana-pw' },
    { name: 'bob', password: 'bob-pw' },
  ]
  await using server = await startOpenfire({ domain: 'mired.org', tls: 'disabled', users })
  const { arrivals, written } = await fallIntoDoubt(server, null)
  expect(bodies(arrivals)).toEqual(['known', 'arrived', 'lost', 'later', 'last'])
  expect(written).toEqual(['lost', 'later', 'last'])
}, 60_000)
