import { useEffect, useEffectEvent, useState } from 'react'
import type { Failure } from '../../../shared/domain/failure.ts'
import { call, drop, failureOf } from '../../ipc/call.ts'
import { failureText } from '../../text/failure-text.ts'
import { useText } from '../../text/text.tsx'
import { Button } from '../../ui/button/button.tsx'
import { Dialog, DialogCancel } from '../../ui/dialog/dialog.tsx'
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
  const { title, sentence } = failureText(text, failure, { address: account })
  return (
    <Dialog
      title={title}
      width="small"
      onCancel={onClose}
      buttons={
        <DialogCancel>
          <Button kind="main" autoFocus onPress={onClose}>
            {text.t('common.close')}
          </Button>
        </DialogCancel>
      }
    >
      <p role="alert" data-code={failure.code}>
        {sentence}
      </p>
    </Dialog>
  )
}
