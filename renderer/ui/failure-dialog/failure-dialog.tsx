import { useText } from '../../text/text.tsx'
import { Button } from '../button/button.tsx'
import { Dialog, DialogCancel } from '../dialog/dialog.tsx'

export interface FailureDialogProps {
  readonly code: string
  readonly title: string
  readonly sentence: string
  readonly onClose: () => void
}

/** Something that was chosen could not be done, and no other place would say so. */
export function FailureDialog({ code, title, sentence, onClose }: FailureDialogProps) {
  const { t } = useText()
  return (
    <Dialog
      title={title}
      width="small"
      onCancel={onClose}
      buttons={
        <DialogCancel>
          <Button kind="main" autoFocus onPress={onClose}>
            {t('common.close')}
          </Button>
        </DialogCancel>
      }
    >
      <p role="alert" data-code={code}>
        {sentence}
      </p>
    </Dialog>
  )
}
