import { DoorOpen, MessageCircleOff, TriangleAlert } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { AccountId, BareJid } from '../../../shared/domain/address.ts'
import type { Failure } from '../../../shared/domain/failure.ts'
import type { Room } from '../../../shared/domain/room.ts'
import { call, drop, failureOf } from '../../ipc/call.ts'
import { useViewApi } from '../../state/view.ts'
import { failureText } from '../../text/failure-text.ts'
import { useText } from '../../text/text.tsx'
import { Button } from '../../ui/button/button.tsx'
import { Note } from '../../ui/note/note.tsx'
import './blocked-foot.css'

export interface RoomFootProps {
  readonly account: AccountId
  readonly address: BareJid
  /** Undefined: it is not in the list any more. */
  readonly room: Room | undefined
}

/** Stands where one would write in a room: why one cannot, and what leads back in. */
export function RoomFoot({ account, address, room }: RoomFootProps) {
  const text = useText()
  const { t, time } = text
  const views = useViewApi()
  const [busy, setBusy] = useState(false)
  const [refused, setRefused] = useState<Failure | null>(null)
  const phase = room?.phase
  const failure = refused ?? (phase?.type === 'failed' ? phase.failure : null)
  const said = failure === null ? null : failureText(text, failure, { address })
  const ask = failure !== null && (failure.code === 'room-password' || failure.code.startsWith('nick-'))

  const join = () => {
    if (busy) return
    if (ask) {
      return views.setState({
        roomWish: { kind: 'join', address, failure, ...(room !== undefined && { nick: room.nick }) },
      })
    }
    setBusy(true)
    setRefused(null)
    const joined = call('room.join', { account, room: address, nick: null, password: null }).then(
      () => views.setState(view => ({ composeWish: view.composeWish + 1 })),
      error => setRefused(failureOf(error)),
    )
    drop(joined.finally(() => setBusy(false)))
  }

  if (phase?.type === 'joined')
    return (
      <Foot icon={MessageCircleOff} title={t('room.visitor')} sentence={t('room.visitorText')} failed={false}>
        {null}
      </Foot>
    )
  const again =
    phase?.type === 'failed' && phase.retryAt !== null ? t('room.nextTry', { time: time(phase.retryAt) }) : ''
  return (
    <Foot
      icon={failure === null ? DoorOpen : TriangleAlert}
      title={said?.title ?? t('room.notIn')}
      sentence={[said?.sentence ?? t('room.notInText'), again].filter(Boolean).join(' ')}
      failed={failure !== null}
      {...(failure !== null && { code: failure.code })}
    >
      {/* First, so that Enter in a hurry leads in and not out. */}
      <Button kind="main" busy={busy} onPress={join}>
        {t('room.join')}
      </Button>
      {room !== undefined && (
        <Button kind="bare" onPress={() => drop(call('room.leave', { account, room: address, keep: false }))}>
          {t('room.removeFromList')}
        </Button>
      )}
    </Foot>
  )
}

interface FootProps {
  readonly icon: typeof DoorOpen
  readonly title: string
  readonly sentence: string
  readonly failed: boolean
  readonly code?: string
  readonly children: ReactNode
}

function Foot({ icon, title, sentence, failed, code, children }: FootProps) {
  return (
    <div className="blocked-foot" data-pane="composer" data-code={code}>
      <Note icon={icon} kind={failed ? 'danger' : 'plain'}>
        <p className="note-strong">{title}</p>
        <p>{sentence}</p>
      </Note>
      {children}
    </div>
  )
}
