/** A message that is longer than the server takes: it alone has failed, whatever the server does about it. */
import { expect, test } from 'vitest'
import { startEjabberd, startJabberd2, startPeer, startProsody } from '../../e2e/servers/index.ts'
import type { BareJid } from '../../shared/domain/address.ts'
import { impatientClock } from '../testing/impatient-clock.ts'
import { startCore } from '../testing/running-core.ts'

const long = 'x'.repeat(30_000)
const bob = 'bob@mired.org' as BareJid

test.each([
  ['Prosody, which ends the stream', startProsody, ['beside', long, 'behind']],
  ['ejabberd, which ends the stream', startEjabberd, [long]],
  ['jabberd2, which goes deaf', startJabberd2, ['beside', long, 'behind']],
])(
  '%s',
  async (_, start, bodies) => {
    await using server = await start({ mutualContacts: true, tls: 'none', stanzaLimit: 20_000 })
    const { host, port } = server
    await using peer = await startPeer({ jid: bob, password: 'bob-pw', host, port, authority: null })
    await using core = await startCore({ clock: impatientClock })
    const settings = { encryption: 'optional', host, port } as const
    const { account } = await core.signIn({ address: 'ana@mired.org', settings })
    const send = (body: string) => core.core.commands['message.send']({ account, peer: bob, body })
    const outcomes = () => {
      const rows = new Map<string, string | null>()
      for (const change of core.changes) {
        if (change.type !== 'message.changed') continue
        for (const { body, state, failure } of change.messages) rows.set(body.slice(0, 8), failure?.code ?? state)
      }
      return Object.fromEntries(rows)
    }
    await send('before')
    await expect.poll(outcomes).toEqual({ before: 'stored' })
    for (const body of bodies) await send(body)
    await expect
      .poll(
        () => {
          // Also while online: then the server is asked, and its deafness is noticed sooner.
          if (core.state(account)?.phase !== 'connecting') core.wake()
          return outcomes()
        },
        { timeout: 60_000 },
      )
      .toEqual({ before: 'stored', ...Object.fromEntries(bodies.map(outcomeOf)) })
    await expect.poll(() => core.state(account)?.phase, { timeout: 30_000 }).toBe('online')
    await send('last')
    await peer.next(xml => xml.includes('>last<'))
    const arrived = peer.stanzas.flatMap(xml => /<body>([^<]*)</.exec(xml)?.[1] ?? [])
    expect(arrived).toEqual(['before', ...bodies.filter(body => body !== long), 'last'])
  },
  90_000,
)

function outcomeOf(body: string): readonly [string, string] {
  return body === long ? [long.slice(0, 8), 'message-too-long'] : [body, 'stored']
}
