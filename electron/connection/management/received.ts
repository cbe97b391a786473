import type { ReceivedPlace } from '../../core/ports/index.ts'

/**
 * Counts what the server sends (XEP-0198, 4): every stanza when it arrives, and as handled only when nothing before it
 * is still being kept. So `handled` never covers a message that is not on the disk.
 */
export interface Received {
  /** A stanza has arrived; gives its place. */
  arrived(): number
  /** Places up to this one are handled, without a gap. */
  readonly handled: number
  /** How many have arrived. */
  readonly count: number
  /** The place of a message for the disk; null where an earlier one could not be kept. */
  placeOf(place: number, stream: string): ReceivedPlace | null
  /**
   * It is handled when the work is done. One whose work fails holds `handled` back for good: the server sends it, and
   * all behind it, again with the next resumption.
   */
  handle(place: number, work: Promise<unknown> | null): void
  /** Resolves when what was given to `handle` is decided. */
  settled(): Promise<void>
  /** What has arrived and was never given to `handle` is forgotten; resolves when what was given is decided. */
  settle(): Promise<void>
}

export function createReceived(inbound: number, onHandled: () => void): Received {
  let count = inbound
  let handled = inbound
  let stuck = false
  const done = new Set<number>()
  const working = new Map<number, Promise<void>>()

  function finish(place: number): void {
    if (stuck) return
    done.add(place)
    const before = handled
    while (done.delete(handled + 1)) handled += 1
    if (handled !== before) onHandled()
  }

  const settled = async (): Promise<void> => void (await Promise.all(working.values()))

  return {
    arrived() {
      count += 1
      return count
    },
    get handled() {
      return handled
    },
    get count() {
      return count
    },
    placeOf(place, stream) {
      return stuck ? null : { stream, count: place, after: Math.max(0, ...working.keys()) }
    },
    handle(place, work) {
      if (work === null) {
        finish(place)
        return
      }
      const kept = work.then(
        () => {
          working.delete(place)
          finish(place)
        },
        () => {
          working.delete(place)
          stuck = true
        },
      )
      working.set(place, kept)
    },
    settled,
    async settle() {
      await settled()
      count = handled
      stuck = false
      done.clear()
    },
  }
}
