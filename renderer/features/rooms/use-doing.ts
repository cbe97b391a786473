import { useState } from 'react'
import type { Failure } from '../../../shared/domain/failure.ts'
import { drop, failureOf } from '../../ipc/call.ts'

export interface Doing {
  readonly busy: boolean
  readonly failure: Failure | null
  run(what: () => Promise<unknown>): void
}

/** Something that a dialog does: once at a time, with what went wrong; then it is done. */
export function useDoing(onDone: () => void): Doing {
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const run = (what: () => Promise<unknown>) => {
    if (busy) return
    setBusy(true)
    setFailure(null)
    const done = what().then(onDone, error => {
      setFailure(failureOf(error))
      setBusy(false)
    })
    drop(done)
  }
  return { busy, failure, run }
}
