import { useEffect, useId, useState } from 'react'
import type { Failure } from '../../../shared/domain/failure.ts'
import type { RoomNotify, RoomSettings } from '../../../shared/domain/room.ts'
import { longestWords } from '../../../shared/ipc/room.ts'
import { call, drop, failureOf } from '../../ipc/call.ts'
import { roomIn, roomNameOf } from '../../state/room-selectors.ts'
import { useStore } from '../../state/store.ts'
import { useText } from '../../text/text.tsx'
import { Button } from '../../ui/button/button.tsx'
import { Dialog, DialogCancel } from '../../ui/dialog/dialog.tsx'
import { Segments } from '../../ui/segments/segments.tsx'
import { Spinner } from '../../ui/spinner/spinner.tsx'
import { Switch } from '../../ui/switch/switch.tsx'
import { notifyChoices } from './notify-menu.tsx'
import { RoomAlert } from './room-alert.tsx'
import { changedSettings, RoomSettingsFields } from './room-settings-fields.tsx'
import type { RoomDialogProps } from './topic-dialog.tsx'
import { useDoing } from './use-doing.ts'
import './room-form.css'

/** What holds for us in a room, at once; and for its owner what holds for everybody, when it is saved. */
export function RoomSettingsDialog({ account, room, onClose }: RoomDialogProps) {
  const { t } = useText()
  const name = useStore(state => roomNameOf(state, account, room))
  const isOwner = useStore(state => {
    const found = roomIn(state, account, room)
    return found?.affiliation === 'owner' && found.phase.type === 'joined'
  })
  const [before, setBefore] = useState<RoomSettings | null>(null)
  const [settings, setSettings] = useState<RoomSettings | null>(null)
  const [refused, setRefused] = useState<Failure | null>(null)
  const { busy, failure, run } = useDoing(onClose)
  const change = before === null || settings === null ? null : changedSettings(before, settings)

  useEffect(() => {
    if (!isOwner) return
    let left = false
    const asked = call('room.settings', { account, room }).then(
      found => {
        if (left) return
        setBefore(found)
        setSettings(found)
      },
      error => {
        if (!left) setRefused(failureOf(error))
      },
    )
    drop(asked)
    return () => {
      left = true
    }
  }, [account, room, isOwner])

  const save = () => {
    if (change === null) onClose()
    else run(() => call('room.configure', { account, room, settings: change }))
  }
  return (
    <Dialog
      title={t('room.settings')}
      guarded={change !== null}
      onCancel={onClose}
      buttons={
        settings === null ? (
          <DialogCancel>
            <Button kind="main" autoFocus onPress={onClose}>
              {t('common.close')}
            </Button>
          </DialogCancel>
        ) : (
          <>
            <DialogCancel>
              <Button onPress={onClose}>{t('common.cancel')}</Button>
            </DialogCancel>
            <Button kind="main" busy={busy} onPress={save}>
              {t('common.save')}
            </Button>
          </>
        )
      }
    >
      <p className="room-form-quiet selectable">
        <bdi className="cut">{name === room ? room : `${name} (${room})`}</bdi>
      </p>
      <section className="room-form-section" aria-label={t('room.forYou')}>
        <h3 className="room-form-title">{t('room.forYou')}</h3>
        <ForYou account={account} room={room} />
      </section>
      <section className="room-form-section" aria-label={t('room.forAll')}>
        <h3 className="room-form-title">{t('room.forAll')}</h3>
        {!isOwner ? (
          <p className="room-form-quiet">{t('room.onlyOwners')}</p>
        ) : refused !== null ? (
          <RoomAlert address={room} failure={refused} />
        ) : settings === null ? (
          <p className="room-form-quiet">
            <Spinner />
            {t('room.askingSettings')}
          </p>
        ) : (
          <form
            className="room-form"
            noValidate
            onSubmit={event => {
              event.preventDefault()
              save()
            }}
          >
            <RoomSettingsFields settings={settings} longest={longestWords} onChange={setSettings} />
            <button type="submit" hidden tabIndex={-1} />
          </form>
        )}
        {failure !== null && <RoomAlert address={room} failure={failure} />}
      </section>
    </Dialog>
  )
}

function ForYou({ account, room }: Pick<RoomDialogProps, 'account' | 'room'>) {
  const { t } = useText()
  const autojoin = useStore(state => roomIn(state, account, room)?.autojoin ?? false)
  const notify = useStore(state => roomIn(state, account, room)?.notify ?? 'mentions')
  const [failure, setFailure] = useState<Failure | null>(null)
  const hint = useId()
  const run = (asked: Promise<unknown>) => {
    setFailure(null)
    drop(asked.catch(error => setFailure(failureOf(error))))
  }
  return (
    <>
      <div className="room-form-row">
        <div>
          <div className="room-form-label">{t('room.autojoin')}</div>
          <div id={hint} className="room-form-hint">
            {t('room.autojoinHint')}
          </div>
        </div>
        <Switch
          label={t('room.autojoin')}
          describedBy={hint}
          on={autojoin}
          onChange={on => run(call('room.setAutojoin', { account, room, autojoin: on }))}
        />
      </div>
      <div className="room-form-row">
        <div>
          <div className="room-form-label">{t('room.notify')}</div>
          <div className="room-form-hint">{t('room.notifyHint')}</div>
        </div>
        <Segments
          label={t('room.notify')}
          value={notify}
          onChange={(chosen: RoomNotify) => run(call('room.setNotify', { account, room, notify: chosen }))}
          choices={notifyChoices.map(value => ({ value, label: t(`room.notify-${value}`) }))}
        />
      </div>
      {failure !== null && <RoomAlert address={room} failure={failure} />}
    </>
  )
}
