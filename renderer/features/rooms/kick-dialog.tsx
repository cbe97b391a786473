import { useState } from 'react'
import { longestWords } from '../../../shared/ipc/room.ts'
import { call } from '../../ipc/call.ts'
import { roomNameOf } from '../../state/room-selectors.ts'
import { useStore } from '../../state/store.ts'
import { useText } from '../../text/text.tsx'
import { Button } from '../../ui/button/button.tsx'
import { Dialog, DialogCancel } from '../../ui/dialog/dialog.tsx'
import { TextField } from '../../ui/text-field/text-field.tsx'
import { RoomAlert } from './room-alert.tsx'
import type { RoomDialogProps } from './topic-dialog.tsx'
import { useDoing } from './use-doing.ts'

/** Sends somebody out, with a word for them; whoever presses Enter in a hurry sends nobody out. */
export function KickDialog({ account, room, nick, onClose }: RoomDialogProps & { readonly nick: string }) {
  const { t } = useText()
  const name = useStore(state => roomNameOf(state, account, room))
  const [reason, setReason] = useState('')
  const { busy, failure, run } = useDoing(onClose)
  const kick = () => run(() => call('room.kick', { account, room, nick, reason: reason.trim() || null }))
  return (
    <Dialog
      title={t('room.kickTitle', { nick, room: name })}
      width="small"
      guarded={reason !== ''}
      onCancel={onClose}
      buttons={
        <>
          <Button kind="risk" busy={busy} onPress={kick}>
            {t('room.kick')}
          </Button>
          <DialogCancel>
            <Button kind="main" autoFocus onPress={onClose}>
              {t('room.kickKeep')}
            </Button>
          </DialogCancel>
        </>
      }
    >
      <p>{t('room.kickText')}</p>
      <TextField label={t('room.reason')} value={reason} onChange={value => setReason(value.slice(0, longestWords))} />
      {failure !== null && <RoomAlert address={room} failure={failure} />}
    </Dialog>
  )
}
