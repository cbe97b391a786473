/** What happens to a network in a test, drawn from one seed: the same seed, the same plan. */
import { setTimeout as pause } from 'node:timers/promises'
import type { Direction, FaultyConnection, FaultyProxy } from './faulty-proxy.ts'

/** What befalls a connection. Times in milliseconds. */
export type Fault =
  /** Both sides end when so many more bytes have passed: mostly amid a stanza. */
  | { readonly kind: 'torn'; readonly direction: Direction; readonly after: number }
  | { readonly kind: 'cut'; readonly how: 'reset' | 'end' }
  /** FIN in one direction; the other goes on for a while. */
  | { readonly kind: 'half-closed'; readonly direction: Direction; readonly rest: number }
  /** What passes is kept back, and then it passes, or is lost with the connection. */
  | {
      readonly kind: 'stalled'
      readonly directions: readonly Direction[]
      readonly lasts: number
      readonly cut: boolean
    }
  /** Bytes vanish, at least those to the client, and nobody closes anything. */
  | { readonly kind: 'swallowed'; readonly directions: readonly Direction[] }
  /** The client's side ends; the server hears nothing of it. */
  | { readonly kind: 'abandoned' }

export interface Round {
  readonly fault: Fault
  /** Milliseconds from the beginning of the round. */
  readonly at: number
  /** Connections that follow and are torn as well, each after so many bytes: at sign-in, or while they resume. */
  readonly torn: readonly { readonly direction: Direction; readonly after: number }[]
  /** Milliseconds after which the computer wakes up, again and again; null leaves it to the pauses. */
  readonly wake: number | null
  /** Milliseconds before each message, at most. */
  readonly pace: number
}

const kinds = ['torn', 'torn', 'torn', 'cut', 'half-closed', 'stalled', 'stalled', 'swallowed', 'abandoned'] as const
const both: readonly Direction[] = ['up', 'down']

export function drawRounds(random: () => number, count: number): readonly Round[] {
  const below = (limit: number): number => Math.trunc(random() * limit)
  const pick = <T>(from: readonly [T, ...T[]]): T => from[below(from.length)] ?? from[0]
  const direction = (): Direction => pick(['up', 'down'])
  const directions = (): readonly Direction[] => pick([both, ['up'], ['down']])

  function drawFault(kind: Fault['kind']): Fault {
    switch (kind) {
      case 'torn':
        return { kind, direction: direction(), after: 50 + below(6000) }
      case 'cut':
        return { kind, how: pick(['reset', 'end']) }
      case 'half-closed':
        return { kind, direction: direction(), rest: below(800) }
      case 'stalled':
        return { kind, directions: directions(), lasts: 50 + below(600), cut: random() < 0.5 }
      case 'swallowed':
        return { kind, directions: pick([both, ['down']]) }
      default:
        return { kind }
    }
  }

  return Array.from({ length: count }, (_, index) => ({
    fault: drawFault(pick(kinds)),
    at: below(80),
    torn: Array.from({ length: Math.max(0, below(4) - 1) }, () => ({ direction: direction(), after: below(3500) })),
    // Later the pauses are long.
    wake: index >= 4 || random() < 0.4 ? 100 + below(700) : null,
    pace: pick([0, 0, 5, 20]),
  }))
}

/** Whether the connection is lost by it. */
export function breaks(fault: Fault): boolean {
  return fault.kind !== 'stalled' || fault.cut
}

/**
 * Lets it happen to the connection that is open; resolves when it is over, the network whole again.
 * @returns that connection; undefined where there was none, and nothing happened
 */
export async function befall(proxy: FaultyProxy, { fault, at, torn }: Round): Promise<FaultyConnection | undefined> {
  const coming = [...torn]
  proxy.onConnection(connection => {
    const next = coming.shift()
    if (next !== undefined) connection.cutAfter(next.after, next.direction)
  })
  const connection = proxy.current()
  if (fault.kind === 'torn') connection?.cutAfter(fault.after, fault.direction)
  await pause(at)
  if (connection !== undefined) await happen(connection, fault)
  return connection
}

async function happen(connection: FaultyConnection, fault: Fault): Promise<void> {
  switch (fault.kind) {
    case 'torn':
      // Where not enough bytes pass.
      await pause(300)
      connection.cut()
      break
    case 'cut':
      connection.cut(fault.how)
      break
    case 'half-closed':
      connection.end(fault.direction)
      await pause(fault.rest)
      connection.cut()
      break
    case 'stalled':
      for (const direction of fault.directions) connection.hold(direction)
      await pause(fault.lasts)
      if (fault.cut) connection.cut()
      for (const direction of fault.directions) connection.release(direction)
      break
    case 'swallowed':
      for (const direction of fault.directions) connection.lose(direction)
      break
    case 'abandoned':
      connection.abandon()
      break
    default:
      fault satisfies never
  }
}
