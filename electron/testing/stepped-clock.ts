import type { Clock } from '../core/ports/index.ts'

export interface SteppedClock extends Clock {
  /** Lets so many milliseconds pass: what is due is called back, in its order. */
  pass(milliseconds: number): void
  /** How many calls wait. */
  waiting(): number
}

/** A clock that a test moves. */
export function steppedClock(start = 0): SteppedClock {
  let now = start
  const calls = new Set<{ readonly at: number; readonly callback: () => void }>()
  return {
    now: () => now,
    after(milliseconds, callback) {
      const call = { at: now + milliseconds, callback }
      calls.add(call)
      return () => calls.delete(call)
    },
    pass(milliseconds) {
      const end = now + milliseconds
      for (;;) {
        const [next] = [...calls].filter(({ at }) => at <= end).sort((one, other) => one.at - other.at)
        if (next === undefined) break
        calls.delete(next)
        now = next.at
        next.callback()
      }
      now = end
    },
    waiting: () => calls.size,
  }
}
