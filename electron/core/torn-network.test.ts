/**
 * Nothing lost, nothing doubled, nothing swapped on a network that breaks in every way. The other end is slixmpp, which
 * counts. `SEED=n` draws another plan; `CENTELLA_SOAK_ROUNDS=n` makes it longer.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, type ExpectStatic, test } from 'vitest'
import {
  type Peer,
  type RunningServer,
  type ServerOptions,
  startEjabberd,
  startPeer,
  startProsody,
} from '../../e2e/servers/index.ts'
import type { AccountId, BareJid } from '../../shared/domain/address.ts'
import type { Message } from '../../shared/domain/message.ts'
import type { Change } from '../../shared/ipc/changes.ts'
import { befall, breaks, drawRounds, type Round } from '../testing/faults.ts'
import { type FaultyProxy, startFaultyProxy } from '../testing/faulty-proxy.ts'
import { fileLog } from '../testing/file-log.ts'
import { impatientClock } from '../testing/impatient-clock.ts'
import { type RunningCore, startCore } from '../testing/running-core.ts'
import { seededRandom } from '../testing/seeded-random.ts'

const bob = 'bob@mired.org' as BareJid
const ana = 'ana@mired.org'
const rounds = Number(process.env.CENTELLA_SOAK_ROUNDS ?? 20)
const perRound = 25
/** A folder for the logs of both cores. */
const logs = process.env.CENTELLA_SOAK_LOGS
const seed = Number(process.env.SEED ?? 1)

interface World {
  readonly name: string
  readonly start: typeof startProsody
  readonly options?: ServerOptions
  readonly rounds: number
  /** The part of the rounds in which a stream may be given up. */
  readonly givenUp: number
  /**
   * ejabberd 23.01 hands a stream over to a new connection while the old one still handles what had come: it says that it
   * has less than it has, and what it says it has not must be written again (XEP-0198, 5). Only on a computer that is
   * busy; counted apart.
   */
  readonly miscounts?: true
}

const worlds: readonly World[] = [
  // Half a stanza ends a stream on Prosody 0.12: about every tenth fault.
  { name: 'Prosody', start: startProsody, rounds, givenUp: 0.4 },
  { name: 'ejabberd', start: startEjabberd, rounds, givenUp: 0.1, miscounts: true },
  ...[true, false].map(archive => ({
    name: `Prosody that never goes on with a stream, ${archive ? 'with' : 'without'} an archive`,
    start: startProsody,
    options: { resumable: 0, archive },
    rounds: Math.ceil(rounds / 4),
    // Each connection is a stream.
    givenUp: Number.POSITIVE_INFINITY,
  })),
]

describe.concurrent.each(worlds.map((world, index) => ({ ...world, ownSeed: seed + index })))('$name', world => {
  const { name, start, options = {}, rounds, givenUp, miscounts = false, ownSeed } = world
  const { archive = true, resumable } = options
  let server: RunningServer
  beforeAll(async () => {
    server = await start({ mutualContacts: true, tls: 'none', ...options })
  })
  afterAll(() => server?.[Symbol.asyncDispose]())

  test(
    `${rounds} rounds of ${perRound} messages each way`,
    async ({ expect }) => {
      const plan = drawRounds(seededRandom(ownSeed), rounds)
      const { host, port } = server
      await using proxy = await startFaultyProxy({ host, port })
      await using peer = await startPeer({ jid: bob, password: 'bob-pw', host, port, authority: null })
      await using core = await startCore({
        clock: impatientClock,
        ...(logs === undefined ? {} : { log: fileLog(`${logs}/${name}.log`) }),
      })
      const settings = { encryption: 'optional', host: proxy.host, port: proxy.port } as const
      const { account } = await core.signIn({ address: ana, settings })
      await peer.next(xml => xml.startsWith('<presence') && xml.includes(`from="${ana}`))

      const sent: string[] = []
      const received: string[] = []
      for (const [index, round] of plan.entries()) {
        const before = core.changes.length
        const over = befall(proxy, round)
        for (let number = index * perRound; number < (index + 1) * perRound; number++) {
          sent.push(`out ${number}`)
          received.push(`in ${number}`)
          await pause(round.pace * 0.5)
          const going = core.core.commands['message.send']({ account, peer: bob, body: `out ${number}` })
          // Without an id, as Spark does it: a second copy could not be told from a second message. Where no stream
          // goes on second copies do come.
          const id = resumable === 0 ? ` id='in ${number}'` : ''
          await peer.raw(`<message to='${ana}' type='chat'${id}><body>in ${number}</body></message>`)
          await going
        }
        const befallen = await over
        // A connection that is newer says as much as the state: one that was dying already was given up before.
        const isLeft = () => befallen === undefined || proxy.connections.at(-1) !== befallen
        await backOnline(core, account, { before, round, isLeft }, expect)
      }
      proxy.onConnection(() => {})

      const page = () => conversation(core, account)
      const bodies = async (direction: Message['direction']) =>
        (await page()).flatMap(each => (each.direction === direction ? each.body : []))
      const unsettled = async () => (await page()).filter(({ state }) => state !== null && state !== 'stored')
      await expect.poll(unsettled, { timeout: 60_000 }).toEqual([])
      await expect.poll(() => new Set(arrivedAt(peer)).size, { timeout: 30_000 }).toBe(sent.length)
      await quiet(async () => (await bodies('in')).length)
      const incoming = await bodies('in')
      const missing = received.filter(each => !incoming.includes(each))
      const arrived = arrivedAt(peer)
      const twice = arrived.filter((each, index) => arrived.indexOf(each) !== index)
      const miscounted = twice.filter(each => miscounts && saidMissing(proxy, each))
      const newStreams = core.changes.filter(({ type }) => type === 'contacts.replaced').length - 1
      process.stdout.write(
        `${name}: SEED=${seed}, ${proxy.connections.length} connections, ${newStreams} streams given up, ${twice.length} messages sent twice, ${miscounted.length} miscounted by the server\n`,
      )

      expect(newStreams).toBeLessThanOrEqual(rounds * givenUp)
      // What is in doubt without an archive goes out again.
      if (archive) expect(twice.length - miscounted.length).toBe(0)
      expect([...new Set(arrived)]).toEqual(sent)
      expect(await bodies('out')).toEqual(sent)
      expect(missing).toEqual([])
      expect(incoming.toSorted()).toEqual(received.toSorted())
      // In the order in which they were sent, which the archive knows; else in that of the wire.
      if (incoming.join() !== received.join()) expect(outOfOrder(incoming, delivered(proxy))).toEqual([])
    },
    120_000 + rounds * 5000,
  )
})

/** Resolves when it has not changed for two seconds. */
async function quiet(count: () => Promise<number>): Promise<void> {
  for (let before = -1, now = await count(); now !== before; now = await count()) {
    before = now
    await pause(2000)
  }
}

/** Waits until the core has noticed, and is back: the computer wakes up, or the pauses pass. */
async function backOnline(
  core: RunningCore,
  account: AccountId,
  options: { readonly before: number; readonly round: Round; readonly isLeft: () => boolean },
  expect: ExpectStatic,
): Promise<void> {
  const { before, round, isLeft } = options
  const lost = (change: Change) => change.type === 'connection.changed' && change.state.phase === 'waiting'
  const waking = round.wake === null ? undefined : setInterval(core.wake, round.wake)
  try {
    if (breaks(round.fault)) {
      await expect
        .poll(() => isLeft() || core.changes.slice(before).some(lost), { timeout: 30_000, interval: 20 })
        .toBe(true)
    }
    await expect.poll(() => core.state(account)?.phase, { timeout: 60_000, interval: 20 }).toBe('online')
  } finally {
    clearInterval(waking)
  }
}

/** All of it, from the disk. */
async function conversation(core: RunningCore, account: AccountId): Promise<readonly Message[]> {
  const all: Message[] = []
  for (let before = Number.MAX_SAFE_INTEGER; ; before = all[0]?.order ?? 0) {
    const page = await core.core.commands['message.page']({ account, peer: bob, before, limit: 200 })
    all.unshift(...page.messages)
    if (!page.hasMore) return all
  }
}

function arrivedAt(peer: Peer): readonly string[] {
  return peer.stanzas.flatMap(xml =>
    xml.startsWith('<message') ? (/<body>(out [^<]*)<\/body>/.exec(xml)?.[1] ?? []) : [],
  )
}

/** What got through to the client, in the order of the wire, copies included. */
function delivered(proxy: FaultyProxy): readonly string[] {
  return proxy.connections.flatMap(connection =>
    [...connection.passedDown().matchAll(/<body>(in \d+)<\/body>/g)].map(([, body = '']) => body),
  )
}

/** Whether it went out for the last time where the server had just said, going on with a stream, how far it was. */
function saidMissing(proxy: FaultyProxy, body: string): boolean {
  const last = proxy.connections.findLast(each => each.passedUp().includes(`<body>${body}</body>`))
  return last?.passedDown().includes('<resumed') === true
}

/** Of a list, what stands where no copy on the wire puts it. */
function outOfOrder(list: readonly string[], wire: readonly string[]): readonly string[] {
  let at = -1
  return list.filter(each => {
    const next = wire.indexOf(each, at + 1)
    if (next >= 0) at = next
    return next < 0
  })
}
