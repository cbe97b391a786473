/**
 * `kill -9` at each point between "the person pressed Enter" and "acknowledged", and between the arrival of a message
 * and our acknowledgement: after the restart it is there once. The other end is slixmpp, which counts.
 */
import { describe, test } from 'vitest'
import { type Peer, startEjabberd, startJabberd2, startPeer, startProsody } from '../../e2e/servers/index.ts'
import type { AccountId, BareJid } from '../../shared/domain/address.ts'
import { startFaultyProxy } from '../testing/faulty-proxy.ts'
import type { KillPoint } from '../testing/kill-points.ts'
import { type KilledChild, startKilledChild } from '../testing/killed-child.ts'
import { temporaryFolder } from '../testing/ports.ts'
import { startCore } from '../testing/running-core.ts'

const ana = 'ana@mired.org' as AccountId
const bob = 'bob@mired.org' as BareJid

/** What is sent, and the process dies. */
const outgoing: readonly KillPoint[] = [
  ...(['message.queued written', 'message.queued kept', 'message.placed written', 'message.placed kept'] as const),
  ...(['before the message', 'amid the message', 'behind the message'] as const),
  ...(['message.sent written', 'message.sent kept', 'proof has come'] as const),
  ...(['message.stored written', 'message.stored kept'] as const),
]
/** What comes in, and the process dies. */
const incoming: readonly KillPoint[] = [
  ...(['a message has come', 'message.received written', 'message.received kept'] as const),
  ...(['before the acknowledgement', 'behind the acknowledgement'] as const),
]
/** These are not on every way: places and acknowledgements are of XEP-0198. */
const managedOnly = (point: KillPoint): boolean => point.startsWith('message.placed')
/**
 * Where a server has neither acknowledgements nor an archive nobody can tell, of what died here, whether it arrived: it
 * goes out again.
 */
const untold: readonly string[] = [
  ...['behind the message', 'message.sent written', 'message.sent kept', 'proof has come', 'message.stored written'],
  'arrived',
]
/** Pressing Enter was not done: the text is still in the field, and nowhere else. */
const notKept: KillPoint = 'message.queued written'

describe.concurrent.each([
  ['Prosody', startProsody, true],
  ['ejabberd', startEjabberd, true],
  ['jabberd2', startJabberd2, false],
] as const)('%s', (name, start, managed) => {
  test('killed at each point', async ({ expect }) => {
    await using server = await start({ mutualContacts: true, tls: 'none' })
    const { host, port } = server
    await using proxy = await startFaultyProxy({ host, port })
    await using peer = await startPeer({ jid: bob, password: 'bob-pw', host, port, authority: null })
    using folder = temporaryFolder()
    const world = { folder: folder.path, address: ana, peer: bob }
    const sent: string[] = []
    const received: string[] = []

    async function begin(): Promise<KilledChild> {
      const child = startKilledChild({ ...world, ...proxy })
      await child.said('settled')
      return child
    }

    async function dieAt(point: KillPoint, happens: (child: KilledChild) => void): Promise<void> {
      const child = await begin()
      child.order(`!${point}`)
      await child.said(`!${point}`)
      happens(child)
      await child.exited
    }

    for (const point of outgoing) {
      if (managedOnly(point) && !managed) continue
      if (point !== notKept) sent.push(point)
      await dieAt(point, child => child.order(point))
    }
    // Once more while it is being made good.
    if (managed) await startKilledChild({ ...world, ...proxy, point: 'resumed' }).exited

    const unheard = await begin()
    proxy.current()?.lose('up')
    sent.push('lost on the way')
    unheard.order('lost on the way')
    await unheard.said('sent lost on the way')
    await unheard.kill()

    const deaf = await begin()
    proxy.current()?.lose('down')
    sent.push('arrived')
    deaf.order('arrived')
    await peer.next(xml => xml.includes('>arrived<'))
    if (managed) {
      received.push('never heard')
      await peer.raw(`<message to='${ana}' type='chat'><body>never heard</body></message>`)
    }
    await deaf.kill()

    for (const point of managed ? incoming : []) {
      received.push(point)
      // Without an id, as Spark does it: a second copy could not be told from a second message.
      const xml = `<message to='${ana}' type='chat'><body>${point}</body></message>`
      await dieAt(point, () => void peer.raw(xml))
    }

    await using last = await startCore({ folder: folder.path })
    const { account } = await last.signIn({ address: ana, settings: { encryption: 'optional', host, port } })
    await last.core.commands['message.send']({ account, peer: bob, body: 'last' })
    await peer.next(xml => xml.includes('>last<'))
    const arrived = arrivedAt(peer)
    const twice = arrived.filter((body, index) => arrived.indexOf(body) !== index)
    expect(twice.filter(each => managed || !untold.includes(each))).toEqual([])
    if (!managed)
      process.stdout.write(`${name}: ${twice.length} of ${sent.length} messages came twice: ${twice.join(', ')}\n`)
    expect([...new Set(arrived)]).toEqual([...sent, 'last'])
    const page = async () => {
      const before = Number.MAX_SAFE_INTEGER
      const { messages } = await last.core.commands['message.page']({ account, peer: bob, before, limit: 100 })
      return messages
    }
    await expect
      .poll(async () => (await page()).filter(({ state }) => state !== null && state !== 'stored'), { timeout: 30_000 })
      .toEqual([])
    expect((await page()).flatMap(({ direction, body }) => (direction === 'out' ? body : []))).toEqual([
      ...sent,
      'last',
    ])
    await expect
      .poll(async () => (await page()).flatMap(({ direction, body }) => (direction === 'in' ? body : [])))
      .toEqual(received)
  }, 240_000)
})

function arrivedAt(peer: Peer): readonly string[] {
  return peer.stanzas.flatMap(xml => (xml.startsWith('<message') ? (/<body>([^<]*)<\/body>/.exec(xml)?.[1] ?? []) : []))
}
