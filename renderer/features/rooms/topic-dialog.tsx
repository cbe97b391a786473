import { useState } from 'react'
import type { AccountId, BareJid } from '../../../shared/domain/address.ts'
import { longestWords } from '../../../shared/ipc/room.ts'
import { call } from '../../ipc/call.ts'
import { roomIn } from '../../state/room-selectors.ts'
import { useStore } from '../../state/store.ts'
import { useText } from '../../text/text.tsx'
import { Button } from '../../ui/button/button.tsx'
import { Dialog, DialogCancel } from '../../ui/dialog/dialog.tsx'
import { TextField } from '../../ui/text-field/text-field.tsx'
import { RoomAlert } from './room-alert.tsx'
import { useDoing } from './use-doing.ts'
import './room-form.css'

export interface RoomDialogProps {
  readonly account: AccountId
  readonly room: BareJid
  readonly onClose: () => void
}

/** What the room is about. */
export function TopicDialog({ account, room, onClose }: RoomDialogProps) {
  const { t } = useText()
  const subject = useStore(state => roomIn(state, account, room)?.subject?.text ?? '')
  // Others may change it meanwhile: what stands in the field is the person's.
  const [before] = useState(subject.slice(0, longestWords))
  const [typed, setTyped] = useState(before)
  const { busy, failure, run } = useDoing(onClose)
  const save = () => run(() => call('room.setSubject', { account, room, subject: typed.trim() }))
  return (
    <Dialog
      title={t('room.changeTopic')}
      guarded={typed !== before}
      onCancel={onClose}
      buttons={
        <>
          <DialogCancel>
            <Button onPress={onClose}>{t('common.cancel')}</Button>
          </DialogCancel>
          <Button kind="main" busy={busy} onPress={save}>
            {t('common.save')}
          </Button>
        </>
      }
    >
      <form
        className="room-form"
        noValidate
        onSubmit={event => {
          event.preventDefault()
          save()
        }}
      >
        <TextField
          label={t('room.topicField')}
          hint={t('room.topicHint')}
          autoFocus
          value={typed}
          onChange={value => setTyped(value.slice(0, longestWords))}
        />
      </form>
      {failure !== null && <RoomAlert address={room} failure={failure} />}
    </Dialog>
  )
}
