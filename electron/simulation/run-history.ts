import type { History, Step } from './history.ts'
import { judge } from './judge.ts'
import type { Plant } from './program.ts'
import { account, peers } from './program.ts'
import { createWorld, type World } from './world.ts'

export interface Outcome {
  /** What must not be; empty for a good run. */
  readonly violations: readonly string[]
  /** Messages that came twice to the other side where no program could know better. */
  readonly excused: number
  readonly trace: readonly string[]
  /** Of the trace: the same for the same history, always. */
  readonly hash: string
  /** Things that happened. */
  readonly steps: number
}

export interface RunOptions {
  /** A folder for what is never part of a history. */
  readonly folder: string
  readonly plant?: Plant | undefined
}

/** The longest time that everything may take to come right, in milliseconds: longer than the longest pause between attempts. */
const healing = 900_000

/** Lets a history happen, lets everything come right, and judges. */
export async function runHistory(history: History, options: RunOptions): Promise<Outcome> {
  const world = createWorld(history, options)
  const unhandled = (error: unknown): void => {
    world.violations.push(`unhandled rejection: ${error instanceof Error ? error.stack : error}`)
  }
  process.on('unhandledRejection', unhandled)
  try {
    world.start()
    await world.scheduler.pass(50)
    const program = world.program()
    if (program !== null) await world.scheduler.until(program.signIn())
    const counts = { received: 0 }
    for (const step of history.steps) {
      act(world, step, counts)
      await world.scheduler.pass(step.wait)
    }
    await heal(world)
    const { violations, excused } = await judge(world, history).catch((error: unknown) => ({
      violations: [`the program does not answer: ${error}`],
      excused: 0,
    }))
    return {
      violations: [...world.violations, ...world.server.problems, ...violations],
      excused,
      trace: world.trace.lines(),
      hash: world.trace.hash(),
      steps: world.scheduler.steps,
    }
  } finally {
    process.off('unhandledRejection', unhandled)
    world.kill(0)
    world.close()
  }
}

function act(world: World, step: Step, counts: { received: number }): void {
  const { network, server, disk, scheduler, trace } = world
  switch (step.do) {
    case 'send':
      for (let each = 0; each < step.count; each += 1) world.say(peers[step.peer])
      break
    case 'receive':
      for (let each = 0; each < step.count; each += 1) {
        counts.received += 1
        const body = `r${counts.received} ${'é]]>"'.repeat(counts.received % 7)}`.trim()
        const id = `x${counts.received}`
        server.receive({
          peer: peers[step.peer],
          body,
          names: { id: step.named === 'no' ? null : id, originId: step.named === 'origin-id' ? id : null },
        })
      }
      break
    case 'cut':
      network.link()?.cut(step.kind)
      break
    case 'cut-after':
      network.withLink(link => link.cutAfter(step.direction, step.bytes, step.kind))
      break
    case 'stall':
      network.link()?.stall(step.direction, step.milliseconds)
      break
    case 'kill':
      world.kill(step.down)
      break
    case 'kill-at-write':
      disk.killAt(step.writes, step.done, () => world.kill(step.down))
      break
    case 'quit':
      world.quit(step.down)
      break
    case 'restart-server':
      world.restartServer(step)
      break
    case 'refuse-resume':
      server.refuseResume(step.how)
      break
    case 'wake':
      world.program()?.wake()
      break
    case 'sign-out-and-in':
      world.signOutAndIn()
      break
    case 'slow-disk':
      trace.write(`slow disk: ${step.milliseconds}`)
      disk.slow(step.milliseconds)
      scheduler.after(step.during, () => disk.slow(0))
      break
    default:
      step satisfies never
  }
}

/** Nothing goes wrong any more; lets time pass until all is where it belongs, or for as long as that may take. */
async function heal(world: World): Promise<void> {
  const { scheduler, server, disk, network } = world
  world.heal()
  const end = scheduler.now() + healing
  // A connection that is dead, and not known to be, is not well: it must be noticed first.
  const isWell = (): boolean =>
    world.online() && network.link()?.whole === true && disk.outboxSize() === 0 && server.idle()
  for (let round = 1; scheduler.now() < end; round += 1) {
    // Killed between signing out and signing in.
    const program = world.program()
    if (program !== null && world.signedOut()) await scheduler.until(program.signIn().catch(() => {}))
    if (program !== null && world.gaveUp()) program.core.commands['account.retryNow']({ account })
    await scheduler.pass(1000)
    if (isWell()) {
      // What was under way arrives, and nothing else comes of it.
      await scheduler.pass(10_000)
      if (isWell()) return
    }
    if (round % 10 === 0) server.ask()
  }
  world.violations.push(
    `nothing came right: online ${world.online()}, outbox ${disk.outboxSize()}, server idle ${server.idle()}`,
  )
}
