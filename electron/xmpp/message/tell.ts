import { AppError } from '../../../shared/domain/failure.ts'
import type { DomainEvent, Emit } from '../../core/events.ts'
import { type Clock, drop, type Log } from '../../core/ports/index.ts'

/** Tells the store what cannot be had a second time, and insists where the archive refuses for a while. */
export interface Teller {
  /** Resolves when the store has it, however long that takes; rejects where it never will. In the order of the calls. */
  tell(event: DomainEvent): Promise<void>
  /** Tries what still waits one last time. */
  dispose(): void
}

interface Entry {
  readonly event: DomainEvent
  readonly order: number
  readonly told: PromiseWithResolvers<void>
}

const firstPause = 1000
const longestPause = 30_000
/** Another program has the file, or the disk is full for now: what the archive refuses to all alike, and for a time. */
const passing: ReadonlySet<string> = new Set(['in-use', 'disk-full', 'read-only'])

export function createTeller(options: { readonly emit: Emit; readonly clock: Clock; readonly log: Log }): Teller {
  const { emit, clock, log } = options
  let waiting: readonly Entry[] = []
  /** From a refusal to the first round without one: what comes meanwhile waits behind. */
  let refused = false
  let count = 0
  let pause = firstPause
  let disposed = false
  let callOff = (): void => {}

  /** @returns whether the archive has taken it, or never will */
  async function attempt(entry: Entry): Promise<boolean> {
    try {
      await emit(entry.event)
      entry.told.resolve()
      return true
    } catch (error) {
      if (disposed || !isPassing(error)) {
        entry.told.reject(error)
        return true
      }
      waiting = [...waiting, entry].toSorted((a, b) => a.order - b.order)
      if (!refused) wait()
      return false
    }
  }

  function wait(): void {
    log.warn('the archive refuses for now', { waiting: waiting.length, pause })
    refused = true
    callOff = clock.after(pause, () => drop(tellWaiting(), log, 'telling the store again'))
    pause = Math.min(pause * 2, longestPause)
  }

  async function tellWaiting(): Promise<void> {
    while (waiting.length > 0 && !disposed) {
      const entries = waiting
      waiting = []
      const taken = await Promise.all(entries.map(attempt))
      if (disposed) return
      if (taken.includes(false)) return wait()
    }
    refused = false
    pause = firstPause
  }

  return {
    tell(event) {
      count += 1
      const entry = { event, order: count, told: Promise.withResolvers<void>() }
      if (refused && !disposed) waiting = [...waiting, entry]
      else drop(attempt(entry), log, 'telling the store')
      return entry.told.promise
    },
    dispose() {
      disposed = true
      callOff()
      for (const entry of waiting) drop(attempt(entry), log, 'telling the store')
      waiting = []
    },
  }
}

function isPassing(error: unknown): boolean {
  return error instanceof AppError && error.code === 'storage-failed' && passing.has(error.details.condition ?? '')
}
