import { useId, useState } from 'react'
import type { AccountId } from '../../../shared/domain/address.ts'
import type { Failure, FailureCode } from '../../../shared/domain/failure.ts'
import { type RoomInvitation, roomName } from '../../../shared/domain/room.ts'
import { call, drop, failureOf } from '../../ipc/call.ts'
import { nameOf } from '../../state/selectors.ts'
import { useStore } from '../../state/store.ts'
import { openConversation, useViewApi } from '../../state/view.ts'
import { useText } from '../../text/text.tsx'
import { Avatar } from '../../ui/avatar/avatar.tsx'
import { Button } from '../../ui/button/button.tsx'
import { RoomAlert } from './room-alert.tsx'

export interface InvitationCardProps {
  readonly account: AccountId
  readonly invitation: RoomInvitation
  /** Among several, only the first one has the filled button. */
  readonly first: boolean
}

/** What the dialog can ask for, so that it goes on. */
const askable: readonly FailureCode[] = ['room-password', 'nick-taken', 'nick-refused']

/** Somebody wants us in a room: which one, who, and their word. */
export function InvitationCard({ account, invitation, first }: InvitationCardProps) {
  const { t } = useText()
  const views = useViewApi()
  const { room, by, reason } = invitation
  const words = useId()
  const who = useStore(state => (by === null ? null : nameOf(state, account, by)))
  const [busy, setBusy] = useState<'join' | 'decline' | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)
  const name = roomName({ name: invitation.roomName, address: room })

  const join = () => {
    if (busy !== null) return
    setBusy('join')
    setFailure(null)
    const joined = call('invitation.accept', { account, room }).then(
      address => views.setState(view => openConversation(view, address)),
      error => {
        const problem = failureOf(error)
        if (askable.includes(problem.code))
          views.setState({ roomWish: { kind: 'join', address: room, failure: problem } })
        else setFailure(problem)
      },
    )
    drop(joined.finally(() => setBusy(null)))
  }
  const decline = () => {
    if (busy !== null) return
    setBusy('decline')
    setFailure(null)
    const declined = call('invitation.decline', { account, room, reason: null }).catch(error =>
      setFailure(failureOf(error)),
    )
    drop(declined.finally(() => setBusy(null)))
  }

  return (
    <article className="invitation" aria-label={t('room.invitationTo', { room: name })}>
      <div className="invitation-who">
        <Avatar address={room} name={name} size="chat" room />
        <div className="invitation-words" id={words}>
          <div className="invitation-name cut" title={room}>
            <bdi>{name}</bdi>
          </div>
          <div className="invitation-by" title={by ?? undefined}>
            {who === null ? t('room.youAreInvited') : t('room.invitedBy', { name: who })}
          </div>
          {reason !== null && (
            <div className="invitation-reason">
              <bdi>{t('contact.quoted', { text: reason })}</bdi>
            </div>
          )}
        </div>
      </div>
      {failure !== null && <RoomAlert address={room} failure={failure} />}
      <div className="invitation-buttons">
        <Button
          kind={first ? 'main' : 'plain'}
          size="small"
          wide
          aria-describedby={words}
          busy={busy === 'join'}
          onPress={join}
        >
          {t('room.join')}
        </Button>
        <Button size="small" wide aria-describedby={words} busy={busy === 'decline'} onPress={decline}>
          {t('room.decline')}
        </Button>
      </div>
    </article>
  )
}
