import { ArrowLeft, LogOut, PanelRight, Pencil, SlidersHorizontal, UserPlus } from 'lucide-react'
import type { AccountId, BareJid } from '../../../shared/domain/address.ts'
import type { Room } from '../../../shared/domain/room.ts'
import { call, drop } from '../../ipc/call.ts'
import { roomIn } from '../../state/room-selectors.ts'
import { useStore } from '../../state/store.ts'
import { usePeopleShown } from '../../state/use-people-shown.ts'
import { type RoomWish, useViewApi } from '../../state/view.ts'
import { useText } from '../../text/text.tsx'
import { Avatar } from '../../ui/avatar/avatar.tsx'
import { Icon } from '../../ui/icon/icon.tsx'
import { IconButton } from '../../ui/icon-button/icon-button.tsx'
import { FindButton } from './find-button.tsx'
import './room-head.css'

export interface RoomHeadProps {
  readonly account: AccountId
  readonly room: BareJid
  readonly name: string
}

/** Letters of a topic that are shown here: the dialog has all of it. */
const longest = 500

/** Which room it is, what it is about, and what can be done with it, as far as the panel beside it does not have that. */
export function RoomHead({ account, room, name }: RoomHeadProps) {
  const { t } = useText()
  const views = useViewApi()
  const about = useStore(state => roomIn(state, account, room))
  const [peopleShown, togglePeople] = usePeopleShown(account, room)
  const wish = (kind: 'invite' | 'settings') => views.setState({ roomWish: { kind, room } satisfies RoomWish })
  const phase = about?.phase.type ?? 'left'
  const isIn = phase === 'joined'
  const isThere = isIn || phase === 'joining'
  return (
    <header className="conversation-head" data-pane="header">
      <div className="conversation-back">
        <IconButton icon={ArrowLeft} name={t('common.back')} onPress={() => views.setState({ pane: 'list' })} />
      </div>
      <Avatar address={room} name={name} size="contact" room />
      <div className="conversation-who">
        <h2 className="cut" title={room}>
          <bdi>{name}</bdi>
        </h2>
        <Topic about={about} onChange={() => views.setState({ roomWish: { kind: 'topic', room } })} />
      </div>
      <div className="room-head-tools">
        <FindButton />
        {isIn && !peopleShown && <IconButton icon={UserPlus} name={t('room.invite')} onPress={() => wish('invite')} />}
        {isThere && (
          <IconButton icon={PanelRight} name={t('room.participants')} pressed={peopleShown} onPress={togglePeople} />
        )}
        {about !== undefined && !peopleShown && (
          <IconButton icon={SlidersHorizontal} name={t('room.settings')} onPress={() => wish('settings')} />
        )}
        {isThere && !peopleShown && (
          <IconButton
            icon={LogOut}
            name={t('room.leave')}
            onPress={() => drop(call('room.leave', { account, room, keep: true }))}
          />
        )}
      </div>
    </header>
  )
}

/** How many are there and what it is about; a press changes the topic, where we may. */
function Topic({ about, onChange }: { readonly about: Room | undefined; readonly onChange: () => void }) {
  const { t } = useText()
  if (about?.phase.type !== 'joined') return null
  const { subject, occupants, role, traits } = about
  const topic = (subject?.text ?? '').slice(0, longest).replace(/\s+/g, ' ').trim()
  const words = topic === '' ? t('room.noTopic') : t('room.topic', { text: topic })
  const rest = traits?.showsAddresses === true ? t('room.seesAddress') : ''
  return (
    <div className="conversation-presence room-head-line">
      <span className="room-head-people">{t('room.people', { count: occupants })}</span>
      {role === 'visitor' ? (
        <span className="cut" title={subject?.text.slice(0, longest)}>
          <bdi>{words}</bdi>
        </span>
      ) : (
        <button type="button" className="room-head-topic" title={topic === '' ? undefined : topic} onClick={onChange}>
          <bdi className="cut">{words}</bdi>
          <Icon of={Pencil} size={12} />
          <span className="hidden">, {t('room.changeTopic')}</span>
        </button>
      )}
      {rest !== '' && (
        <span className="room-head-rest cut" title={rest}>
          {rest}
        </span>
      )}
    </div>
  )
}
