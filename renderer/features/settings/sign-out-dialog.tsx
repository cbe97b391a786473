import { useState } from 'react'
import type { AccountId } from '../../../shared/domain/address.ts'
import { call, drop } from '../../ipc/call.ts'
import { useText } from '../../text/text.tsx'
import { Button } from '../../ui/button/button.tsx'
import { Checkbox } from '../../ui/checkbox/checkbox.tsx'
import { Dialog, DialogCancel } from '../../ui/dialog/dialog.tsx'

export interface SignOutDialogProps {
  readonly account: AccountId
  readonly onClose: () => void
}

/** Asks what becomes of the history before the account leaves this computer. */
export function SignOutDialog({ account, onClose }: SignOutDialogProps) {
  const { t } = useText()
  const [removeHistory, setRemoveHistory] = useState(false)
  const [busy, setBusy] = useState(false)
  const signOut = () => {
    setBusy(true)
    drop(call('account.signOut', { account, removeHistory }).finally(onClose))
  }
  return (
    <Dialog
      title={t('settings.signOutTitle', { address: account })}
      onCancel={onClose}
      buttons={
        <>
          <DialogCancel>
            <Button autoFocus onPress={onClose}>
              {t('common.cancel')}
            </Button>
          </DialogCancel>
          <Button kind="main" busy={busy} onPress={signOut}>
            {removeHistory ? t('settings.signOutAndRemove') : t('settings.signOut')}
          </Button>
        </>
      }
    >
      <p>{t('settings.signOutBody')}</p>
      <Checkbox
        checked={removeHistory}
        onChange={setRemoveHistory}
        hint={t('settings.removeHistoryHint')}
        caution={removeHistory}
      >
        {t('settings.removeHistory')}
      </Checkbox>
    </Dialog>
  )
}
