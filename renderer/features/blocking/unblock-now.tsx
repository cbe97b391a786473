import { useEffect, useEffectEvent, useState } from 'react'
import type { Failure } from '../../../shared/domain/failure.ts'
import { call, drop, failureOf } from '../../ipc/call.ts'
import { failureText } from '../../text/failure-text.ts'
import { useText } from '../../text/text.tsx'
import { FailureDialog } from '../../ui/failure-dialog/failure-dialog.tsx'
import type { BlockDialogProps } from './block-dialog.tsx'

/** Lets somebody in again at once; there is something to be seen only where that fails. */
export function UnblockNow({ account, address, onClose }: BlockDialogProps) {
  const text = useText()
  const [failure, setFailure] = useState<Failure | null>(null)
  const close = useEffectEvent(onClose)

  useEffect(() => {
    drop(call('blocking.unblock', { account, address }).then(close, error => setFailure(failureOf(error))))
  }, [account, address])

  if (failure === null) return null
  return <FailureDialog code={failure.code} {...failureText(text, failure, { address: account })} onClose={onClose} />
}
