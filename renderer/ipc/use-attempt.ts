import { useState } from 'react'
import type { Failure } from '../../shared/domain/failure.ts'
import { drop, failureOf } from './call.ts'

export interface Attempt {
  readonly busy: boolean
  /** Why the last one failed. */
  readonly failure: Failure | null
  /** Does it, unless it is being done already. */
  readonly run: (action: () => Promise<unknown>) => void
  /** Says what is wrong before anything is tried; null: nothing any more. */
  readonly say: (failure: Failure | null) => void
}

/**
 * What the button of a dialog does: once at a time, and it stays open with what went wrong.
 * @param onDone closes the dialog
 */
export function useAttempt(onDone: () => void): Attempt {
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  return {
    busy,
    failure,
    say: setFailure,
    run(action) {
      if (busy) return
      setBusy(true)
      setFailure(null)
      const done = action().then(onDone, error => {
        setFailure(failureOf(error))
        setBusy(false)
      })
      drop(done)
    },
  }
}
