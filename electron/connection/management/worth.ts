import type { Clock } from '../../core/ports/index.ts'

/** Whether a server that offers XEP-0198 acknowledges anything: one that does not is better off without, with pings. */
export interface Worth {
  /** It has acknowledged something, on a connection that was made at this time. */
  heeded(since: number): void
  /**
   * It was asked in vain while other things arrived.
   * @param never it has acknowledged nothing on that stream; else half of the connection may have died
   */
  unheeded(never: boolean): void
  readonly worthIt: boolean
  reset(): void
}

/** The first time it may have been the network all the same. */
const chances = 2
/** A connection on which it acknowledges after so many milliseconds is one of a server that does. */
const lasting = 60_000

export function createWorth(clock: Clock): Worth {
  let failures = 0
  return {
    heeded(since) {
      if (clock.now() - since >= lasting) failures = 0
    },
    unheeded(never) {
      failures += never ? 1 : 1 / 2
    },
    get worthIt() {
      return failures < chances
    },
    reset() {
      failures = 0
    },
  }
}
