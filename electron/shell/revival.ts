import type { Clock } from '../core/ports/index.ts'

/** Keeps a page alive: what happens to it comes in, what is to be done goes out by the options. */
export interface Revival {
  /** Its process is gone. */
  gone(): void
  /** It does not answer the system's input. */
  unresponsive(): void
  responsive(): void
  /** The window is gone. */
  dispose(): void
}

/** Pages that may go within `shortWhile` before it is not tried any more: a page that cannot live would flicker for ever. */
const most = 3
/** Milliseconds. */
const shortWhile = 60_000
/** Milliseconds that a page may be silent after the system has called it so (which takes half a minute already). */
const longestSilence = 10_000

/**
 * @param reload loads the page again
 * @param giveUp shows what cannot crash, with a way to try once more
 * @param end ends the process of a page that does not answer; `gone` follows
 */
export function createRevival(options: {
  readonly clock: Clock
  readonly reload: () => void
  readonly giveUp: () => void
  readonly end: () => void
}): Revival {
  const { clock, reload, giveUp, end } = options
  let times: readonly number[] = []
  let callOff: (() => void) | null = null

  function responsive(): void {
    callOff?.()
    callOff = null
  }

  return {
    gone() {
      responsive()
      const now = clock.now()
      times = [...times.filter(time => now - time < shortWhile), now]
      if (times.length <= most) reload()
      else giveUp()
    },
    unresponsive() {
      callOff ??= clock.after(longestSilence, () => {
        callOff = null
        end()
      })
    },
    responsive,
    dispose: responsive,
  }
}
