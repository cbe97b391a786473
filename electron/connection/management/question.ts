import type { Clock } from '../../core/ports/index.ts'
import type { Limits } from '../limits.ts'

/**
 * A request to acknowledge (XEP-0198, 4) that is not answered yet. Other things may arrive all the while: from a server
 * that never acknowledges, or over a connection of which only the way here still works.
 */
export interface Question {
  /** Does nothing where one is open. */
  asked(): void
  answered(): void
}

/**
 * @param held nothing is being read, so that no answer can come
 * @param again asks once more
 * @param unheard it was in vain for `limits.unheard` milliseconds
 */
export function createQuestion(options: {
  readonly clock: Clock
  readonly limits: Pick<Limits, 'question' | 'unheard'>
  readonly held: () => boolean
  readonly again: () => void
  readonly unheard: () => void
}): Question {
  const { clock, limits, held, again, unheard } = options
  let callOff: (() => void) | null = null
  /** Counted in turns, and not by the clock: after a sleep of the computer the answer may be here, and not be read. */
  let turns = 0

  function wait(): void {
    callOff = clock.after(limits.question, () => {
      wait()
      if (held()) return
      turns += 1
      if (turns * limits.question < limits.unheard) again()
      else {
        answered()
        unheard()
      }
    })
  }

  function answered(): void {
    callOff?.()
    callOff = null
  }

  return {
    asked() {
      if (callOff !== null) return
      turns = 0
      wait()
    },
    answered,
  }
}
