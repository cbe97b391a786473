import { useMemo, useState } from 'react'
import type { BareJid } from '../../../shared/domain/address.ts'
import { longestWords } from '../../../shared/ipc/room.ts'
import { call } from '../../ipc/call.ts'
import { roomNameOf } from '../../state/room-selectors.ts'
import { availabilityOf, contactOf } from '../../state/selectors.ts'
import { useStore } from '../../state/store.ts'
import { useText } from '../../text/text.tsx'
import { Button } from '../../ui/button/button.tsx'
import { Dialog, DialogCancel } from '../../ui/dialog/dialog.tsx'
import { Note } from '../../ui/note/note.tsx'
import { TextField } from '../../ui/text-field/text-field.tsx'
import { PeopleField } from './people-field.tsx'
import { type Token, tokensOf } from './people-tokens.ts'
import { RoomAlert } from './room-alert.tsx'
import type { RoomDialogProps } from './topic-dialog.tsx'
import { useDoing } from './use-doing.ts'
import { useKnownPeople } from './use-known-people.ts'
import './room-form.css'

/** People of one invitation. */
const mostPeople = 100
/** Names in a sentence; the others are counted by nobody. */
const mostNames = 5

/** Several people at once into the room, with a word for them. */
export function InviteDialog({ account, room, onClose }: RoomDialogProps) {
  const { t, list } = useText()
  const name = useStore(state => roomNameOf(state, account, room))
  const occupants = useStore(state => state.accounts[account]?.occupants[room])
  const there = useMemo(
    () => new Set([...(occupants?.values() ?? [])].flatMap(({ address }) => (address === null ? [] : [address]))),
    [occupants],
  )
  const people = useKnownPeople(account)
  const [tokens, setTokens] = useState<readonly Token[]>([])
  const [typed, setTyped] = useState('')
  const [word, setWord] = useState('')
  const [error, setError] = useState<string | null>(null)
  const { busy, failure, run } = useDoing(onClose)
  // One text, so that it is the same one as long as it says the same.
  const away = useStore(state =>
    tokens
      .filter(({ address }) => {
        const contact = contactOf(state, account, address as BareJid)
        const seen = contact?.subscription === 'both' || contact?.subscription === 'to'
        return seen && availabilityOf(state, account, address as BareJid) === 'offline'
      })
      .map(token => token.name ?? token.address)
      .join('\n'),
  )
  const absent = away === '' ? [] : away.split('\n')

  const send = () => {
    const all = [...tokens, ...tokensOf(typed, account, tokens, people)]
    if (all.length === 0) return setError(t('room.inviteNobody'))
    if (all.length > mostPeople) return setError(t('room.inviteTooMany', { count: mostPeople }))
    setTokens(all)
    setTyped('')
    run(() =>
      call('room.invite', {
        account,
        room,
        people: all.map(({ address }) => address),
        reason: word.trim() || null,
      }),
    )
  }

  return (
    <Dialog
      title={t('room.inviteTitle', { name })}
      name={t('room.invite')}
      guarded={tokens.length > 0 || typed !== '' || word !== ''}
      onCancel={onClose}
      buttons={
        <>
          <DialogCancel>
            <Button onPress={onClose}>{t('common.cancel')}</Button>
          </DialogCancel>
          <Button kind="main" busy={busy} onPress={send}>
            {t('room.sendInvitations')}
          </Button>
        </>
      }
    >
      <PeopleField
        account={account}
        there={there}
        tokens={tokens}
        typed={typed}
        error={error}
        onChange={(next, text) => {
          setTokens(next)
          setTyped(text)
          setError(null)
        }}
        onDone={send}
      />
      <form
        className="room-form"
        noValidate
        onSubmit={event => {
          event.preventDefault()
          send()
        }}
      >
        <TextField label={t('room.word')} value={word} onChange={value => setWord(value.slice(0, longestWords))} />
      </form>
      {absent.length > 0 && (
        <Note>{t('room.offlineNote', { names: list(absent.slice(0, mostNames)), count: absent.length })}</Note>
      )}
      {failure !== null && <RoomAlert address={room} failure={failure} />}
    </Dialog>
  )
}
