import type { Clock } from '../core/ports/index.ts'

/** Virtual time. It stands still while anything of the program can still run, and then goes on to what is due next. */
export interface Scheduler extends Clock {
  /** Calls back once, `milliseconds` from now; what is due at one time comes in the order it was asked for. */
  after(milliseconds: number, callback: () => void): () => void
  /**
   * Lets time pass.
   * @param limit milliseconds, at most
   * @param done looked at between any two things that happen
   * @returns whether it was done in time
   */
  pass(limit: number, done?: () => boolean): Promise<boolean>
  /** The promise's value; lets as much time pass as it needs. @throws Error where it needs more than an hour */
  until<T>(promise: T | Promise<T>): Promise<T>
  /** How many things have happened. */
  readonly steps: number
}

interface Entry {
  readonly time: number
  readonly callback: () => void
}

const hour = 3_600_000

/** @param start milliseconds since 1970 */
export function createScheduler(start: number): Scheduler {
  /** By time, and in the order of the calls where that is the same. */
  const entries: Entry[] = []
  let now = start
  let steps = 0

  function after(milliseconds: number, callback: () => void): () => void {
    const entry = { time: now + Math.max(0, milliseconds), callback }
    let at = entries.length
    while (at > 0 && (entries[at - 1]?.time ?? 0) > entry.time) at -= 1
    entries.splice(at, 0, entry)
    return () => {
      const index = entries.indexOf(entry)
      if (index >= 0) entries.splice(index, 1)
    }
  }

  async function pass(limit: number, done: () => boolean = () => false): Promise<boolean> {
    const end = now + limit
    for (await quiet(); !done(); await quiet()) {
      const [next] = entries
      if (next === undefined || next.time > end) {
        now = end
        return false
      }
      entries.shift()
      now = Math.max(now, next.time)
      steps += 1
      next.callback()
    }
    return true
  }

  return {
    now: () => now,
    after,
    pass,
    async until(value) {
      const promise = Promise.resolve(value)
      let settled = false
      const settle = (): void => {
        settled = true
      }
      promise.then(settle, settle)
      if (!(await pass(hour, () => settled))) throw new Error('it did not end within an hour')
      return promise
    },
    get steps() {
      return steps
    },
  }
}

/**
 * Resolves when nothing of the program can run any more before something happens to it: it waits for nothing of the real
 * world, so that with no immediate left there is no microtask left either.
 */
async function quiet(): Promise<void> {
  do await new Promise<void>(resolve => setImmediate(resolve))
  while (process.getActiveResourcesInfo().includes('Immediate'))
}
