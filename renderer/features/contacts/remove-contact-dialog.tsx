import { useState } from 'react'
import type { AccountId, BareJid } from '../../../shared/domain/address.ts'
import { call } from '../../ipc/call.ts'
import { useAttempt } from '../../ipc/use-attempt.ts'
import { nameOf } from '../../state/selectors.ts'
import { useStore } from '../../state/store.ts'
import { useText } from '../../text/text.tsx'
import { Button } from '../../ui/button/button.tsx'
import { Dialog, DialogCancel } from '../../ui/dialog/dialog.tsx'
import { ContactAlert } from './contact-alert.tsx'
import './contact-form.css'

export interface RemoveContactDialogProps {
  readonly account: AccountId
  readonly address: BareJid
  readonly onClose: () => void
}

/** A question and no undoing: they would have to be asked, and say yes, once more. */
export function RemoveContactDialog({ account, address, onClose }: RemoveContactDialogProps) {
  const { t } = useText()
  const name = useStore(state => nameOf(state, account, address))
  // The list goes on while the question stands: the name stays.
  const [asked] = useState(name)
  const { busy, failure, run } = useAttempt(onClose)
  const remove = () => run(() => call('contact.remove', { account, address }))
  return (
    <Dialog
      title={t('contact.removeTitle', { name: asked })}
      width="small"
      onCancel={onClose}
      buttons={
        <>
          <Button kind="risk" busy={busy} onPress={remove}>
            {t('contact.remove')}
          </Button>
          <DialogCancel>
            <Button kind="main" autoFocus onPress={onClose}>
              {t('contact.keep')}
            </Button>
          </DialogCancel>
        </>
      }
    >
      <p className="contact-address">{address}</p>
      <p>{t('contact.removeText')}</p>
      {failure !== null && <ContactAlert account={account} failure={failure} />}
    </Dialog>
  )
}
