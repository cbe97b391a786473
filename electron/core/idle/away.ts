import type { Settings } from '../../../shared/domain/settings.ts'
import type { Clock, Idle, Idleness } from '../ports/index.ts'

/** Whether the person has left the computer for so long that they are away. */
export interface Away {
  /** When they left it, milliseconds since 1970; null while they are there, and while they do not want it. */
  since(): number | null
  /** They have said how they are: that holds until they come and go again. */
  chosen(): void
  dispose(): void
}

const secondsOfMinute = 60

/** @param onChanged they have left, or are there again */
export function createAway(options: {
  readonly idle: Idle
  readonly clock: Clock
  readonly settings: () => Settings
  readonly onChanged: (since: number | null) => void
}): Away {
  const { idle, clock, settings, onChanged } = options
  let since: number | null = null
  let hasChosen = false

  function become(next: number | null): void {
    if (next === since) return
    since = next
    onChanged(since)
  }

  function report({ seconds, locked }: Idleness): void {
    const { awayWhenIdle, awayAfter } = settings()
    const isGone = locked || seconds >= awayAfter * secondsOfMinute
    if (!isGone) hasChosen = false
    become(isGone && awayWhenIdle && !hasChosen ? (since ?? clock.now() - Math.max(0, seconds) * 1000) : null)
  }

  const dispose = idle.subscribe(report)
  return {
    since: () => since,
    chosen() {
      // What is chosen at the computer is what they go away from later.
      hasChosen = since !== null
      become(null)
    },
    dispose,
  }
}
