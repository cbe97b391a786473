import type { Peer } from '../../shared/domain/address.ts'
import type { ConnectionState, ConnectionStep } from '../../shared/domain/connection.ts'
import type { Message, MessageId, MessageState } from '../../shared/domain/message.ts'
import type { Change } from '../../shared/ipc/changes.ts'
import { seededRandom } from '../testing/seeded-random.ts'
import { createDisk, type SimulatedDisk } from './disk.ts'
import type { History } from './history.ts'
import type { Life } from './life.ts'
import { createNetwork, type Link, type SimulatedNetwork } from './network.ts'
import { account, type Plant, type Program, startProgram } from './program.ts'
import { createScheduler, type Scheduler } from './scheduler.ts'
import { createServer, type SimulatedServer } from './server/server.ts'
import { createTrace, labelOf, type RecordedTrace } from './trace.ts'

/** A message that the person wrote, and what became of the command. */
export interface Said {
  readonly peer: Peer
  readonly body: string
  /** The program said that it has it. */
  id: MessageId | null
  /** The program said that it has not. */
  refused: boolean
}

/** Everything that a history happens in. */
export interface World {
  readonly scheduler: Scheduler
  readonly network: SimulatedNetwork
  readonly server: SimulatedServer
  readonly disk: SimulatedDisk
  readonly trace: RecordedTrace
  readonly said: readonly Said[]
  /** What was found wrong while it went on. */
  readonly violations: string[]
  /** The program where it is running and started. */
  program(): Program | null
  /** What the changes have told of each message since the program was started. */
  shown(): ReadonlyMap<MessageId, Message>
  /** The furthest state of each of our messages that a window was ever told. */
  readonly told: ReadonlyMap<MessageId, MessageState>
  online(): boolean
  /** Nobody has signed in since the program was started. */
  signedOut(): boolean
  /** The program waits for the person to press "Try now". */
  gaveUp(): boolean
  /** When each life ended. */
  readonly ends: ReadonlyMap<number, number>
  start(): void
  say(peer: Peer): void
  kill(down: number): void
  quit(down: number): void
  signOutAndIn(): void
  restartServer(how: { readonly loses: boolean; readonly down: number; readonly silent: boolean }): void
  /** From here on nothing goes wrong any more. */
  heal(): void
  close(): void
}

const begin = Date.UTC(2026, 0, 1)
/** "Dead connections are noticed within 30 s", and the time for it to be told. */
const deafAfter = 32_000
const ranks: readonly (MessageState | null)[] = ['queued', 'sent', 'stored', 'delivered', 'displayed']

export function createWorld(
  history: History,
  options: { readonly folder: string; readonly plant?: Plant | undefined },
): World {
  const random = seededRandom(history.seed ^ 0x5eed)
  const scheduler = createScheduler(begin)
  const trace = createTrace(() => scheduler.now() - begin)
  const said: Said[] = []
  const violations: string[] = []
  const told = new Map<MessageId, MessageState>()
  const ends = new Map<number, number>()
  let lives = 0
  let life: Life | null = null
  let program: Program | null = null
  let shown = new Map<MessageId, Message>()
  let connection: ConnectionState | null = null
  let step: ConnectionStep | null = null
  let serverState: 'up' | 'refusing' | 'silent' = 'up'

  const disk = createDisk({ scheduler, random, trace: trace.write })
  const server = createServer({
    ...{ scheduler, random, trace: trace.write, currentLife: () => lives },
    management: history.management,
    archive: history.archive,
    resumeTime: history.resumeTime,
    asks: history.asks,
    processing: history.processing,
  })
  const network = createNetwork({
    ...{ scheduler, random, trace: trace.write, delays: history.delays, fragments: history.fragments },
    serverState: () => serverState,
    accept: server.accept,
    onCut: watchDeafness,
  })

  function watchDeafness(link: Link): void {
    const cutIn = life
    scheduler.after(deafAfter, () => {
      if (life === cutIn && network.link() === link && connection?.phase === 'online')
        violations.push(`online and deaf: link ${link.number}`)
    })
  }

  function heard(changes: readonly Change[]): void {
    for (const change of changes) {
      if (change.type === 'connection.changed') {
        connection = change.state
        const why = 'failure' in change.state ? ` ${change.state.failure?.code}` : ''
        trace.write(`state: ${change.state.phase}${why}`)
        const gaveUp = change.state.phase === 'offline' && change.state.failure !== null
        // "Openfire locks accounts": connections that break while signing in are not tried for ever.
        if (gaveUp && step !== 'authenticating') violations.push(`gave up${why}`)
        step = change.state.phase === 'connecting' ? change.state.step : null
      } else if (change.type === 'message.changed') for (const message of change.messages) showed(message)
      else if (change.type === 'account.removed') shown.clear()
      else if (change.type === 'message.removed') for (const id of change.ids) shown.delete(id)
    }
  }

  function showed(message: Message): void {
    const { id, state, body } = message
    shown.set(id, message)
    trace.write(`shown: ${state ?? 'in'} ${labelOf(body)}`)
    if (state === null) return
    const before = told.get(id)
    if (before !== undefined && ranks.indexOf(state) < ranks.indexOf(before) && before !== 'failed')
      violations.push(`${labelOf(body)} went from ${before} back to ${state}`)
    told.set(id, state)
  }

  function start(): void {
    if (life !== null) return
    lives += 1
    const own: Life = { number: lives, alive: true }
    life = own
    shown = new Map()
    connection = null
    trace.write(`program: life ${own.number}`)
    startProgram({
      ...{
        life: own,
        scheduler,
        network,
        disk,
        random,
        trace: trace.write,
        folder: options.folder,
        plant: options.plant,
      },
      onChanges: heard,
      onError: message => violations.push(`logged as an error: ${message}`),
    }).then(
      started => {
        if (own.alive) program = started
      },
      error => {
        if (own.alive) violations.push(`the program does not start: ${error}`)
      },
    )
  }

  async function send(own: Program, entry: Said): Promise<void> {
    try {
      const id = await own.core.commands['message.send']({ account, peer: entry.peer, body: entry.body })
      if (own.life.alive) entry.id = id
    } catch {
      // Locked, or signed out.
      if (own.life.alive) entry.refused = true
    }
  }

  async function changeUser(own: Program): Promise<void> {
    try {
      await own.core.commands['account.signOut']({ account, removeHistory: false })
      await own.signIn()
    } catch (error) {
      if (own.life.alive) trace.write(`not signed out and in: ${error}`)
    }
  }

  function over(down: number): void {
    if (life !== null) {
      life.alive = false
      ends.set(life.number, scheduler.now())
    }
    life = null
    program = null
    connection = null
    disk.rollBack()
    network.closeAll()
    scheduler.after(down, start)
  }

  return {
    ...{ scheduler, network, server, disk, trace, said, violations, told, ends, start },
    program: () => program,
    shown: () => shown,
    online: () => connection?.phase === 'online',
    gaveUp: () => connection?.phase === 'offline' && connection.failure !== null,
    signedOut: () => connection === null || (connection.phase === 'offline' && connection.failure === null),
    say(peer) {
      const own = program
      if (own === null) return
      const entry: Said = { peer, body: bodyOf(said.length + 1, random), id: null, refused: false }
      said.push(entry)
      trace.write(`says ${labelOf(entry.body)}`)
      void send(own, entry)
    },
    kill(down) {
      if (life === null) return
      trace.write('program: killed')
      over(down)
    },
    quit(down) {
      const own = program
      if (own === null) return
      trace.write('program: quits')
      program = null
      own.core.stop().then(
        () => {
          if (own.life.alive) over(down)
        },
        error => violations.push(`the program does not quit: ${error}`),
      )
    },
    signOutAndIn() {
      const own = program
      if (own === null) return
      trace.write('program: signs out and in')
      void changeUser(own)
    },
    restartServer({ loses, down, silent }) {
      network.link()?.cut(silent ? 'silent' : 'reset')
      server.restart(loses)
      serverState = silent ? 'silent' : 'refusing'
      scheduler.after(down, () => {
        serverState = 'up'
      })
    },
    heal() {
      trace.write('heals')
      network.heal()
      disk.heal()
    },
    close: disk.close,
  }
}

/** Its number, and letters of which one may be cut in the middle. */
function bodyOf(number: number, random: () => number): string {
  const length = random() < 0.8 ? Math.floor(random() * 8) : Math.floor(random() * 300)
  return `m${number} ${'ñ<&😀'.repeat(length)}`.trim()
}
