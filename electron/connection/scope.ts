import type { Clock } from '../core/ports/index.ts'

/** One undertaking that can go wrong at any moment: every step of it ends when it does. */
export interface Scope {
  /**
   * Resolves or rejects with the step, but rejects earlier when the scope fails or when the time is up.
   * @param limit milliseconds
   * @param late makes the error for that
   */
  within<T>(limit: number, late: () => Error, step: Promise<T>): Promise<T>
  /** The first failure wins and ends the scope; later ones are ignored. */
  fail(error: unknown): void
  readonly failed: boolean
  /** Aborts when the scope fails. */
  readonly signal: AbortSignal
  /** Runs when the scope fails, at once if it has. */
  onFailed(cleanUp: (error: unknown) => void): void
}

/** @param clock measures the limits */
export function createScope(clock: Clock): Scope {
  const controller = new AbortController()
  const broken = Promise.withResolvers<never>()
  // Whoever waits for a step hears of it; nobody has to be waiting.
  broken.promise.catch(() => {})
  const cleanUps: ((error: unknown) => void)[] = []
  let failure: { readonly error: unknown } | null = null

  return {
    async within(limit, late, step) {
      const timeUp = Promise.withResolvers<never>()
      const callOff = clock.after(limit, () => timeUp.reject(late()))
      try {
        return await Promise.race([broken.promise, step, timeUp.promise])
      } finally {
        callOff()
        // The step that lost goes on unheard; what it still says must not become an unhandled rejection.
        step.catch(() => {})
      }
    },
    fail(error) {
      if (failure !== null) return
      failure = { error }
      broken.reject(error)
      controller.abort(error)
      for (const cleanUp of cleanUps.splice(0)) cleanUp(error)
    },
    get failed() {
      return failure !== null
    },
    signal: controller.signal,
    onFailed(cleanUp) {
      if (failure === null) cleanUps.push(cleanUp)
      else cleanUp(failure.error)
    },
  }
}
