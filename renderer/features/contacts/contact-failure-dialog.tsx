import type { AccountId } from '../../../shared/domain/address.ts'
import type { Failure } from '../../../shared/domain/failure.ts'
import { failureText } from '../../text/failure-text.ts'
import { useText } from '../../text/text.tsx'
import { Button } from '../../ui/button/button.tsx'
import { Dialog, DialogCancel } from '../../ui/dialog/dialog.tsx'

export interface ContactFailureDialogProps {
  readonly account: AccountId
  readonly failure: Failure
  readonly onClose: () => void
}

/** What was chosen from a menu could not be done: there is no other place that would say so. */
export function ContactFailureDialog({ account, failure, onClose }: ContactFailureDialogProps) {
  const text = useText()
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
