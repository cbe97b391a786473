/** When to try again. */
export interface Pauses {
  /** @returns milliseconds until the next attempt; each pause is longer than the one before, up to a limit */
  next(): number
  /** A connection has held: the next failure is a new one. */
  reset(): void
}

const firstPause = 1000
const longestPause = 120_000
/** Where trying again costs the server or the account something. */
export const longPause = 60_000
/** A connection that held this long, in milliseconds, was a good one. */
export const holds = 30_000

/**
 * Doubling pauses, each taken at random between its half and the whole, so that the clients of a server that was
 * restarted do not all come at once.
 * @param random 0 inclusive to 1 exclusive
 */
export function createPauses(random: () => number): Pauses {
  let failures = 0
  return {
    next() {
      const longest = Math.min(firstPause * 2 ** failures, longestPause)
      failures += 1
      return Math.round(longest * (0.5 + random() / 2))
    },
    reset() {
      failures = 0
    },
  }
}
