import { useState } from 'react'
import type { AccountId, BareJid } from '../../../shared/domain/address.ts'
import type { Failure, FailureCode } from '../../../shared/domain/failure.ts'
import { longestNick } from '../../../shared/ipc/room.ts'
import { nameOf } from '../../state/selectors.ts'
import { useStore } from '../../state/store.ts'
import { failureText } from '../../text/failure-text.ts'
import { useText } from '../../text/text.tsx'
import { Button } from '../../ui/button/button.tsx'
import { Checkbox } from '../../ui/checkbox/checkbox.tsx'
import { Dialog, DialogCancel, DialogEnd, DialogStart } from '../../ui/dialog/dialog.tsx'
import { PasswordField } from '../../ui/password-field/password-field.tsx'
import { TextField } from '../../ui/text-field/text-field.tsx'
import { nextNick } from './next-nick.ts'
import { PublicRooms } from './public-rooms.tsx'
import { RoomAlert } from './room-alert.tsx'
import { type Joining, type RoomForm, useJoin } from './use-join.ts'
import { usePublicRooms } from './use-public-rooms.ts'
import './room-form.css'

export interface JoinRoomDialogProps {
  readonly account: AccountId
  /** The room, where it is known: it can still be changed. */
  readonly address: string
  /** Null: our own name. */
  readonly nick: string | null
  /** What has been answered already. */
  readonly failure: Failure | null
  readonly onIn: (room: BareJid) => void
  readonly onClose: () => void
}

/** What is wrong with something that was typed is said at its field. */
const atAddress: readonly FailureCode[] = ['invalid-address']
const atNick: readonly FailureCode[] = ['nick-refused']
const atPassword: readonly FailureCode[] = ['room-password']
const atFields = [...atAddress, ...atNick, ...atPassword]

/** Into a room that there is, by its address or out of the list of the server; or into a new one. */
export function JoinRoomDialog({ account, address, nick, failure: begun, onIn, onClose }: JoinRoomDialogProps) {
  const text = useText()
  const { t } = text
  const own = useStore(state => nameOf(state, account, account))
  const [first] = useState<RoomForm>(() => ({
    ...{ address, nick: nick ?? own, password: '', name: '' },
    ...{ isPersistent: true, isPublic: true, isMembersOnly: false },
  }))
  const [form, setForm] = useState(first)
  const [more, setMore] = useState(false)
  const joining = useJoin(account, begun, address, onIn)
  const publicRooms = usePublicRooms(account)
  const { busy, failure, forget, tries } = joining
  const code = failure?.code ?? null

  const service = publicRooms.services?.[0]?.address ?? null
  const typed = form.address.trim().toLowerCase()
  const whole = typed === '' || typed.includes('@') || service === null ? typed : `${typed}@${service}`
  const listed = publicRooms.services?.flatMap(each => each.rooms).find(room => room.address === whole)
  const known = useStore(state => state.accounts[account]?.rooms[whole as BareJid] !== undefined)
  // Whether a room that is not listed is there, the server says when it is asked to make it.
  const isUnknown = !known && listed === undefined && form.address.trim() !== joining.proven
  // While rooms come in, nobody knows yet.
  const isListed = publicRooms.services?.find(each => whole.endsWith(`@${each.address}`))?.phase === 'done'
  const isNew = typed !== '' && isListed && isUnknown

  const set = (change: Partial<RoomForm>, clears: readonly FailureCode[] = []) => {
    setForm(before => ({ ...before, ...change }))
    if (failure !== null && (!atFields.includes(failure.code) || clears.includes(failure.code))) forget()
  }
  const sentence = (codes: readonly FailureCode[]) => {
    if (failure === null || !codes.includes(failure.code)) return null
    const said = failureText(text, failure, { address: whole })
    return `${said.title}. ${said.sentence}`
  }
  const join = (change: Partial<RoomForm> = {}) => joining.go('join', { ...form, ...change })
  const create = () => joining.go('create', form)

  return (
    <Dialog
      title={t('room.joinOrCreate')}
      width="large"
      guarded={form !== first}
      onCancel={onClose}
      buttons={
        <>
          <DialogStart>
            <Button kind="bare" onPress={() => setMore(!more)}>
              {t(more ? 'room.fewerSettings' : 'room.moreSettings')}
            </Button>
          </DialogStart>
          <DialogEnd>
            <DialogCancel>
              <Button onPress={onClose}>{t('common.cancel')}</Button>
            </DialogCancel>
            <Button kind={isNew ? 'plain' : 'main'} busy={busy === 'join'} onPress={() => join()}>
              {t('room.join')}
            </Button>
            <Button kind={isNew ? 'main' : 'plain'} busy={busy === 'create'} onPress={create}>
              {t('room.create')}
            </Button>
          </DialogEnd>
        </>
      }
    >
      <form
        className="room-form"
        noValidate
        onSubmit={event => {
          event.preventDefault()
          if (isNew) create()
          else join()
        }}
      >
        <div className="room-form-pair">
          <TextField
            key={`address ${tries['invalid-address'] ?? 0}`}
            label={t('room.address')}
            {...hintOf(isNew ? t('room.noneYet') : service === null ? null : t('room.addressHint', { service }))}
            autoFocus={code === null || atAddress.includes(code)}
            value={form.address}
            error={sentence(atAddress)}
            onChange={value => set({ address: value }, atAddress)}
          />
          <TextField
            key={`nick ${tries['nick-refused'] ?? 0}`}
            label={t('room.nickname')}
            autoFocus={code !== null && (atNick.includes(code) || code === 'nick-taken')}
            value={form.nick}
            error={sentence(atNick)}
            onChange={value => set({ nick: value.slice(0, longestNick) }, atNick)}
          />
        </div>
        {failure !== null && !atFields.includes(failure.code) && (
          <RoomAlert
            address={whole.includes('@') ? whole : account}
            failure={failure}
            action={
              <WayOn
                joining={joining}
                form={form}
                onJoin={change => {
                  set(change)
                  join(change)
                }}
                onCreate={create}
              />
            }
          />
        )}
        <PublicRooms
          account={account}
          found={publicRooms}
          chosen={listed?.address ?? null}
          onChoose={room => set({ address: room.address }, atAddress)}
        />
        <div className="room-form-halves">
          <PasswordField
            key={`password ${tries['room-password'] ?? 0}`}
            label={t('room.password')}
            placeholder={t('room.noPassword')}
            autoComplete="off"
            autoFocus={code === 'room-password'}
            value={form.password}
            error={sentence(atPassword)}
            onChange={value => set({ password: value }, atPassword)}
          />
          <div className="room-form-beside">
            <Checkbox checked={form.isPersistent} onChange={isPersistent => set({ isPersistent })}>
              {t('room.keepEmpty')}
            </Checkbox>
          </div>
        </div>
        {more && (
          <>
            <TextField
              label={t('room.name')}
              hint={t('room.nameHint')}
              autoFocus
              value={form.name}
              onChange={name => set({ name })}
            />
            <Checkbox checked={form.isPublic} onChange={isPublic => set({ isPublic })}>
              {t('room.showInPublic')}
            </Checkbox>
            <Checkbox checked={form.isMembersOnly} onChange={isMembersOnly => set({ isMembersOnly })}>
              {t('room.membersMayEnter')}
            </Checkbox>
          </>
        )}
        {/* Enter in a field: the buttons stand outside of the form. */}
        <button type="submit" hidden tabIndex={-1} />
      </form>
    </Dialog>
  )
}

interface WayOnProps {
  readonly joining: Joining
  readonly form: RoomForm
  readonly onJoin: (change: Partial<RoomForm>) => void
  readonly onCreate: () => void
}

/** The button below what went wrong: what leads on from there. */
function WayOn({ joining, form, onJoin, onCreate }: WayOnProps) {
  const { t } = useText()
  switch (joining.failure?.code) {
    case 'nick-taken': {
      const nick = nextNick(form.nick.trim())
      return (
        <Button size="small" onPress={() => onJoin({ nick })}>
          {t('room.joinAs', { nick })}
        </Button>
      )
    }
    case 'room-exists':
      return (
        <Button size="small" onPress={() => onJoin({})}>
          {t('room.joinIt')}
        </Button>
      )
    case 'room-not-found':
      return (
        <Button size="small" onPress={onCreate}>
          {t('room.createIt')}
        </Button>
      )
    case 'room-full':
    case 'room-locked':
    case 'room-shut-down':
    case 'request-timed-out':
    case 'not-connected':
      return (
        <Button size="small" onPress={() => (joining.last === 'join' ? onJoin({}) : onCreate())}>
          {t('common.retry')}
        </Button>
      )
    default:
      return null
  }
}

function hintOf(hint: string | null): { readonly hint?: string } {
  return hint === null ? {} : { hint }
}
