import { type CutKind, cutKinds, type Direction } from './network.ts'
import { type Refusal, refusals } from './server/server.ts'
import type { Management } from './server/session.ts'

/** Something that a person, the network, the server or the computer does. */
export type Deed =
  | { readonly do: 'send'; readonly peer: 0 | 1; readonly count: number }
  | { readonly do: 'receive'; readonly peer: 0 | 1; readonly count: number; readonly named: 'origin-id' | 'id' | 'no' }
  | { readonly do: 'cut'; readonly kind: CutKind }
  | { readonly do: 'cut-after'; readonly direction: Direction; readonly bytes: number; readonly kind: CutKind }
  | { readonly do: 'stall'; readonly direction: Direction; readonly milliseconds: number }
  | { readonly do: 'kill'; readonly down: number }
  | { readonly do: 'kill-at-write'; readonly writes: number; readonly done: boolean; readonly down: number }
  | { readonly do: 'quit'; readonly down: number }
  | { readonly do: 'restart-server'; readonly loses: boolean; readonly down: number; readonly silent: boolean }
  | { readonly do: 'refuse-resume'; readonly how: Refusal }
  | { readonly do: 'wake' }
  | { readonly do: 'sign-out-and-in' }
  | { readonly do: 'slow-disk'; readonly milliseconds: number; readonly during: number }

/** A deed, and how long nothing is done after it (ms). */
export type Step = Deed & { readonly wait: number }

/** All that a run is made of; with the same history everything happens in the same way. */
export interface History {
  readonly seed: number
  readonly management: Management
  /** Milliseconds that a session without a connection is kept. */
  readonly resumeTime: number
  /** How many messages a page of the server's archive has at most; null where it has none. */
  readonly archive: number | null
  /** How often the server asks for an acknowledgement, 0 to 1. */
  readonly asks: number
  /** Milliseconds at most that the server takes for an element. */
  readonly processing: number
  readonly delays: readonly [number, number]
  readonly fragments: boolean
  readonly steps: readonly Step[]
}

/** What goes wrong most in a history. */
type Temper = 'mixed' | 'network' | 'killer'

type Random = () => number
type Weighted<T> = readonly (readonly [number, T])[]

/** @param random 0 inclusive to 1 exclusive; the history is made of nothing else */
export function generateHistory(seed: number, random: Random): History {
  const management = pick<Management>(random, [
    [13, 'resumes'],
    [2, 'acknowledges'],
    [5, 'none'],
  ])
  const temper = pick<Temper>(random, [
    [2, 'mixed'],
    [1, 'network'],
    [1, 'killer'],
  ])
  return {
    seed,
    management,
    resumeTime: pick(random, [
      [3, 300_000],
      [1, 5000],
    ]),
    archive: pick<number | null>(random, [
      [4, null],
      [2, 50],
      [2, 3],
    ]),
    asks: pick(random, [
      [1, 0],
      [2, 0.3],
      [1, 1],
    ]),
    processing: pick(random, [
      [1, 0],
      [2, 3],
      [1, 40],
    ]),
    delays: pick(random, [
      [2, [0, 4]],
      [2, [5, 60]],
      [1, [20, 300]],
    ]),
    fragments: random() < 0.5,
    steps: Array.from({ length: between(random, 3, 16) }, () => ({ ...deed(random, temper), wait: pause(random) })),
  }
}

function deed(random: Random, temper: Temper): Deed {
  const breaks = temper === 'network' ? 3 : 1
  const kills = temper === 'killer' ? 4 : 1
  const peer = random() < 0.7 ? 0 : 1
  const direction: Direction = random() < 0.5 ? 'up' : 'down'
  const kind = one(random, cutKinds)
  const down = between(random, 0, 4000)
  return pick<() => Deed>(random, [
    [28, () => ({ do: 'send', peer, count: between(random, 1, 4) })],
    [20, () => ({ do: 'receive', peer, count: between(random, 1, 4), named: one(random, names) })],
    [8 * breaks, () => ({ do: 'cut', kind })],
    [16 * breaks, () => ({ do: 'cut-after', direction, bytes: between(random, 0, random() < 0.5 ? 300 : 2500), kind })],
    [4, () => ({ do: 'stall', direction, milliseconds: between(random, 10, 8000) })],
    [4 * kills, () => ({ do: 'kill', down })],
    [12 * kills, () => ({ do: 'kill-at-write', writes: between(random, 1, 8), done: random() < 0.5, down })],
    [2, () => ({ do: 'quit', down })],
    [4, () => ({ do: 'restart-server', loses: random() < 0.6, down, silent: random() < 0.2 })],
    [4, () => ({ do: 'refuse-resume', how: one(random, refusals) })],
    [3, () => ({ do: 'wake' })],
    [1, () => ({ do: 'sign-out-and-in' })],
    [3, () => ({ do: 'slow-disk', milliseconds: between(random, 5, 1500), during: between(random, 100, 6000) })],
  ])()
}

const names = ['origin-id', 'id', 'no'] as const

function pause(random: Random): number {
  return between(
    random,
    ...pick<readonly [number, number]>(random, [
      [6, [0, 0]],
      [5, [1, 20]],
      [5, [20, 300]],
      [3, [300, 5000]],
      [1, [5000, 70_000]],
    ]),
  )
}

/** Both included. */
function between(random: Random, least: number, most: number): number {
  return least + Math.floor(random() * (most - least + 1))
}

function one<T>(random: Random, values: readonly [T, ...T[]]): T {
  return values[Math.floor(random() * values.length)] ?? values[0]
}

function pick<T>(random: Random, weighted: Weighted<T>): T {
  const sum = weighted.reduce((total, [weight]) => total + weight, 0)
  let at = random() * sum
  for (const [weight, value] of weighted) {
    at -= weight
    if (at < 0) return value
  }
  throw new Error('nothing to pick from')
}
