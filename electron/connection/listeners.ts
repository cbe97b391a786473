import type { Log } from '../core/ports/index.ts'
import type { Unsubscribe } from './session.ts'

/** Listeners in the order they were added; one that throws does not keep the others from hearing. */
export interface Listeners<T> {
  add(listener: (value: T) => void): Unsubscribe
  call(value: T): void
  clear(): void
}

export function createListeners<T>(log: Log): Listeners<T> {
  const listeners = new Set<{ readonly listener: (value: T) => void }>()
  return {
    add(listener) {
      const entry = { listener }
      listeners.add(entry)
      return () => listeners.delete(entry)
    },
    call(value) {
      for (const { listener } of [...listeners]) {
        try {
          listener(value)
        } catch (error) {
          log.error('a listener failed', { reason: error instanceof Error ? (error.stack ?? '') : '' })
        }
      }
    },
    clear: () => listeners.clear(),
  }
}
