import type { Clock } from '../core/ports/index.ts'

/**
 * Tries one way after the other, each next one when the one before has failed or has not answered for `stagger`
 * milliseconds (RFC 8305, 5). The first that succeeds wins, the others are aborted; what one of them still brings is
 * discarded.
 * @returns the winner's value and index, and the indexes that failed
 * @throws the errors of all of them, in their order, as AggregateError
 */
export async function firstOf<T>(
  ways: readonly ((signal: AbortSignal) => Promise<T>)[],
  options: {
    readonly stagger: number
    readonly clock: Clock
    readonly signal: AbortSignal
    readonly discard: (value: T) => void
  },
): Promise<{ readonly value: T; readonly index: number; readonly failed: ReadonlySet<number> }> {
  const { stagger, clock, signal, discard } = options
  const losers = new AbortController()
  const errors = new Map<number, unknown>()
  const done = Promise.withResolvers<{ value: T; index: number }>()
  let next = 0
  let over = false
  let callOff = (): void => {}

  const startNext = (): void => {
    callOff()
    const index = next
    const way = ways[index]
    if (way === undefined) return
    next += 1
    way(AbortSignal.any([signal, losers.signal])).then(
      value => {
        if (over) return discard(value)
        over = true
        done.resolve({ value, index })
      },
      (error: unknown) => {
        errors.set(index, error)
        if (errors.size === ways.length) done.reject(aggregate(ways.length, errors))
        else if (!over) startNext()
      },
    )
    if (next < ways.length) callOff = clock.after(stagger, startNext)
  }

  const abort = (): void => done.reject(signal.reason)
  signal.addEventListener('abort', abort, { once: true })
  try {
    signal.throwIfAborted()
    if (ways.length === 0) throw aggregate(0, errors)
    startNext()
    return { ...(await done.promise), failed: new Set(errors.keys()) }
  } finally {
    over = true
    signal.removeEventListener('abort', abort)
    callOff()
    losers.abort()
  }
}

function aggregate(count: number, errors: ReadonlyMap<number, unknown>): AggregateError {
  return new AggregateError(Array.from({ length: count }, (_, index) => errors.get(index)))
}
