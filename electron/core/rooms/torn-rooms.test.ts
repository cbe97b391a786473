/**
 * Nothing lost, nothing doubled in a room: on a network that breaks in every way, and with `kill -9` at each point between
 * "the person pressed Enter" and "the room has said it". The other end is slixmpp, which counts. `SEED=n` draws another plan;
 * `CENTELLA_SOAK_ROUNDS=n` makes it longer, `CENTELLA_SOAK_LOGS=folder` writes there what our end has done.
 */
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { type Peer, type RunningServer, startPeer, startProsody } from '../../../e2e/servers/index.ts'
import type { AccountId, BareJid } from '../../../shared/domain/address.ts'
import type { Message } from '../../../shared/domain/message.ts'
import { befall, drawRounds } from '../../testing/faults.ts'
import { startFaultyProxy } from '../../testing/faulty-proxy.ts'
import { fileLog } from '../../testing/file-log.ts'
import { impatientClock } from '../../testing/impatient-clock.ts'
import type { KillPoint } from '../../testing/kill-points.ts'
import { type KilledChild, startKilledChild } from '../../testing/killed-child.ts'
import { temporaryFolder } from '../../testing/ports.ts'
import { type RunningCore, startCore } from '../../testing/running-core.ts'
import { seededRandom } from '../../testing/seeded-random.ts'

const rounds = Number(process.env.CENTELLA_SOAK_ROUNDS ?? 5)
const perRound = 8
const logs = process.env.CENTELLA_SOAK_LOGS
const seed = Number(process.env.SEED ?? 1)
const users = ['ana', 'eva', 'bob'].map(name => ({ name, password: `${name}-pw` }))
const patience = { timeout: 60_000, interval: 50 }

/** From the outbox to what the room has said; `kill-points.test.ts` has the others, which know nothing of rooms. */
const points: readonly KillPoint[] = [
  ...(['message.queued kept', 'amid the message', 'behind the message'] as const),
  ...(['a message has come', 'message.stored kept'] as const),
]

let server: RunningServer
let peer: Peer

beforeAll(async () => {
  server = await startProsody({ tls: 'none', users })
  const { host, port } = server
  peer = await startPeer({ jid: 'bob@mired.org/slix', password: 'bob-pw', host, port, authority: null })
}, 60_000)
afterAll(async () => {
  await peer?.[Symbol.asyncDispose]()
  await server?.[Symbol.asyncDispose]()
}, 60_000)

const settingsOf = ({ host, port }: { readonly host: string; readonly port: number }) =>
  ({ encryption: 'optional', host, port }) as const

/** A room that outlives its people, with slixmpp in it. */
async function makeRoom(core: RunningCore, account: AccountId, name: string): Promise<BareJid> {
  const made = { isPersistent: true, isPublic: true, isMembersOnly: false, password: '' }
  const room = await core.core.commands['room.create']({ account, room: name, nick: 'Ana', name: null, ...made })
  await peer.raw(`<presence to='${room}/Slix'><x xmlns='http://jabber.org/protocol/muc'/></presence>`)
  await peer.next(xml => xml.includes('<subject') && xml.includes(room))
  return room
}

async function said(core: RunningCore, account: AccountId, room: BareJid): Promise<readonly Message[]> {
  const all = { before: Number.MAX_SAFE_INTEGER, limit: 200 }
  return (await core.core.commands['message.page']({ account, peer: room, ...all })).messages
}
const bodies = (messages: readonly Message[], direction: Message['direction']) =>
  messages.flatMap(each => (each.direction === direction ? each.body : []))
const unsettled = (messages: readonly Message[]) =>
  messages.filter(({ direction, state }) => direction === 'out' && state !== 'stored').map(each => each.body)

/** What the room has said in the name of `Ana`, copies included. */
const heard = (room: BareJid): readonly string[] =>
  peer.stanzas.flatMap(xml =>
    xml.startsWith('<message') && xml.includes(`"${room}/Ana"`) ? (/<body>([^<]*)<\/body>/.exec(xml)?.[1] ?? []) : [],
  )

describe.concurrent('in a room', () => {
  test(
    `${rounds} rounds of ${perRound} messages each way on a network that breaks`,
    async ({ expect }) => {
      const plan = drawRounds(seededRandom(seed), rounds)
      await using proxy = await startFaultyProxy({ host: server.host, port: server.port })
      await using core = await startCore({
        clock: impatientClock,
        ...(logs !== undefined && { log: fileLog(join(logs, `${process.pid}-rooms.log`)) }),
      })
      const { account } = await core.signIn({ address: 'ana@mired.org', settings: settingsOf(proxy) })
      const room = await makeRoom(core, account, 'rota')
      const sent: string[] = []
      const received: string[] = []
      for (const [index, round] of plan.entries()) {
        const over = befall(proxy, round)
        for (let number = index * perRound; number < (index + 1) * perRound; number++) {
          sent.push(`out ${number}`)
          received.push(`in ${number}`)
          await pause(round.pace * 0.5)
          const going = core.core.commands['message.send']({ account, peer: room, body: `out ${number}` })
          // Without an id, as Spark does it.
          await peer.raw(`<message to='${room}' type='groupchat'><body>in ${number}</body></message>`)
          await going
        }
        await over
        const waking = setInterval(core.wake, round.wake ?? 1000)
        await expect
          .poll(() => core.state(account)?.phase, patience)
          .toBe('online')
          .finally(() => clearInterval(waking))
      }
      proxy.onConnection(() => {})
      core.wake()
      await expect.poll(async () => unsettled(await said(core, account, room)), patience).toEqual([])
      await expect.poll(async () => bodies(await said(core, account, room), 'in').length, patience).toBe(sent.length)
      const now = await said(core, account, room)
      process.stdout.write(`rooms: SEED=${seed}, ${proxy.connections.length} connections\n`)
      expect(bodies(now, 'out')).toEqual(sent)
      expect(bodies(now, 'in')).toEqual(received)
      await expect.poll(() => heard(room), patience).toEqual(sent)
    },
    180_000 + rounds * 10_000,
  )

  test('killed at each point', async ({ expect }) => {
    using folder = temporaryFolder()
    const address = 'eva@mired.org' as AccountId
    const { host, port } = server
    const room = await (async () => {
      await using core = await startCore({ folder: folder.path })
      await core.signIn({ address, settings: settingsOf(server) })
      return await makeRoom(core, address, 'muerte')
    })()
    const start = (): KilledChild => startKilledChild({ folder: folder.path, host, port, address, peer: room })
    for (const point of points) {
      const child = start()
      await child.said('settled')
      child.order(`!${point}`)
      await child.said(`!${point}`)
      child.order(point)
      await child.exited
    }
    // What others say while it is dead.
    await peer.raw(`<message to='${room}' type='groupchat'><body>meanwhile</body></message>`)
    await using core = await startCore({ folder: folder.path, clock: impatientClock })
    await core.signIn({ address, settings: settingsOf(server) })
    await expect.poll(async () => unsettled(await said(core, address, room)), patience).toEqual([])
    await expect.poll(async () => bodies(await said(core, address, room), 'in'), patience).toEqual(['meanwhile'])
    expect(bodies(await said(core, address, room), 'out')).toEqual(points)
    expect(heard(room)).toEqual(points)
  }, 240_000)
})
