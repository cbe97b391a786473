import type { AccountId, BareJid } from '../../../shared/domain/address.ts'
import { isNotices } from '../../../shared/domain/conversation.ts'
import { call } from '../../ipc/call.ts'
import { useAttempt } from '../../ipc/use-attempt.ts'
import { nameOf } from '../../state/selectors.ts'
import { useStore } from '../../state/store.ts'
import { failureText } from '../../text/failure-text.ts'
import { useText } from '../../text/text.tsx'
import { Alert } from '../../ui/alert/alert.tsx'
import { Button } from '../../ui/button/button.tsx'
import { Dialog, DialogCancel } from '../../ui/dialog/dialog.tsx'

export interface BlockDialogProps {
  readonly account: AccountId
  readonly address: BareJid
  readonly onClose: () => void
}

/** A question that says what blocking means; whoever presses Enter in a hurry blocks nobody. */
export function BlockDialog({ account, address, onClose }: BlockDialogProps) {
  const text = useText()
  const { t } = text
  const name = useStore(state => nameOf(state, account, address))
  const { busy, failure, run } = useAttempt(onClose)
  const said = failure === null ? null : failureText(text, failure, { address: account })
  const block = () => run(() => call('blocking.block', { account, address }))
  return (
    <Dialog
      title={t('blocking.title', { name })}
      width="small"
      onCancel={onClose}
      buttons={
        <>
          <Button kind="risk" busy={busy} onPress={block}>
            {t('blocking.block')}
          </Button>
          <DialogCancel>
            <Button kind="main" autoFocus onPress={onClose}>
              {t('blocking.keep')}
            </Button>
          </DialogCancel>
        </>
      }
    >
      {name !== address && <p className="selectable">{address}</p>}
      <p>{isNotices(address) ? t('blocking.domainText', { address }) : t('blocking.text')}</p>
      {failure !== null && said !== null && <Alert code={failure.code} title={said.title} sentence={said.sentence} />}
    </Dialog>
  )
}
