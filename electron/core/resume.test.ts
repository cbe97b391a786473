/** Single ways in which a stream goes on, or cannot; what breaks at random is in `torn-network.test.ts`. */
import { expect, test } from 'vitest'
import { type Peer, startJabberd2, startPeer, startProsody } from '../../e2e/servers/index.ts'
import type { BareJid } from '../../shared/domain/address.ts'
import { startFaultyProxy } from '../testing/faulty-proxy.ts'
import { type RunningCore, startCore } from '../testing/running-core.ts'

const bob = 'bob@mired.org' as BareJid
const ana = 'ana@mired.org'

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

test('a stream that cannot be gone on with because half a stanza is stuck in it: a new one, and nothing twice', {
  timeout: 40_000,
}, async () => {
  await using server = await startProsody({ mutualContacts: true, tls: 'none' })
  const { host, port } = server
  await using proxy = await startFaultyProxy({ host, port })
  await using peer = await startPeer({ jid: bob, password: 'bob-pw', host, port, authority: null })
  await using core = await startCore()
  const settings = { encryption: 'optional', host: proxy.host, port: proxy.port } as const
  const { account } = await core.signIn({ address: ana, settings })
  await peer.next(xml => xml.startsWith('<presence') && xml.includes(`from="${ana}`))
  const send = (body: string) => core.core.commands['message.send']({ account, peer: bob, body })
  await send('out 0')
  await core.until(change => change.type === 'message.changed' && change.messages.some(each => each.state === 'stored'))
  proxy.current()?.cutAt('out 1', 'up')
  await send('out 1')
  await core.until(change => change.type === 'connection.changed' && change.state.phase === 'waiting')
  await send('out 2')
  await expect
    .poll(
      () => {
        if (core.state(account)?.phase === 'waiting') core.wake()
        return states(core)
      },
      { timeout: 25_000 },
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
