import {
  AtSign,
  Ban,
  CircleCheck,
  DoorOpen,
  type LucideIcon,
  MessageCircle,
  MessageCircleDashed,
  UserPlus,
} from 'lucide-react'
import type { RefObject } from 'react'
import { Popover } from 'react-aria-components'
import { assertNever } from '../../../shared/assert-never.ts'
import type { AccountId, BareJid, FullJid } from '../../../shared/domain/address.ts'
import type { Occupant, Room } from '../../../shared/domain/room.ts'
import { occupantOf, roomIn } from '../../state/room-selectors.ts'
import { blockedBy, contactOf } from '../../state/selectors.ts'
import { useStore, useStoreApi } from '../../state/store.ts'
import { draftKey, openConversation, useViewApi, withDraft } from '../../state/view.ts'
import { useText } from '../../text/text.tsx'
import { Icon } from '../../ui/icon/icon.tsx'
import { Menu, MenuRow } from '../../ui/menu/menu.tsx'
import { type ParticipantAction, participantActions } from './participant-actions.ts'

const icons: Readonly<Record<ParticipantAction, LucideIcon>> = {
  mention: AtSign,
  private: MessageCircleDashed,
  write: MessageCircle,
  add: UserPlus,
  block: Ban,
  unblock: CircleCheck,
  kick: DoorOpen,
}

const nobody: Pick<Occupant, 'address' | 'affiliation'> = { address: null, affiliation: 'none' }
const outside: Pick<Room, 'role' | 'affiliation'> = { role: null, affiliation: null }

export interface ParticipantMenuProps {
  readonly account: AccountId
  readonly room: BareJid
  readonly nick: string
  readonly row: RefObject<HTMLElement | null>
  readonly onClose: () => void
  readonly onAdd: (address: BareJid, name: string | null) => void
}

/** What can be done with somebody in the room, beside their row. */
export function ParticipantMenu({ account, room, nick, row, onClose, onAdd }: ParticipantMenuProps) {
  const { t } = useText()
  const views = useViewApi()
  const store = useStoreApi()
  const occupant = useStore(state => occupantOf(state, account, room, nick)) ?? nobody
  const self = useStore(state => roomIn(state, account, room)) ?? outside
  const { address } = occupant
  const isContact = useStore(state => address !== null && contactOf(state, account, address) !== undefined)
  const blocked = useStore(state => address !== null && blockedBy(state, account, address) !== null)
  const words: Readonly<Record<ParticipantAction, string>> = {
    mention: t('room.mention'),
    private: t('room.privateMessage'),
    write: t('contact.sendMessage'),
    add: t('contact.action-add'),
    block: t('blocking.block'),
    unblock: t('blocking.unblock'),
    kick: t('room.kick'),
  }

  const choose = (action: ParticipantAction) => {
    onClose()
    switch (action) {
      case 'mention': {
        const key = draftKey(account, room)
        return views.setState(view => ({
          ...withDraft(view, key, `${(view.drafts[key] ?? '').trimEnd()} @${nick} `.trimStart()),
          composeWish: view.composeWish + 1,
        }))
      }
      case 'private':
        return views.setState(view => openConversation(view, `${room}/${nick}` as FullJid))
      case 'kick':
        return views.setState({ roomWish: { kind: 'kick', room, nick } })
      case 'write':
        return address === null ? undefined : views.setState(view => openConversation(view, address))
      case 'add':
        return address === null ? undefined : onAdd(address, nick)
      case 'block':
      case 'unblock':
        return address === null
          ? undefined
          : views.setState({
              blockWish: { address: blockedBy(store.getState(), account, address) ?? address, way: action },
            })
      default:
        return assertNever(action)
    }
  }

  return (
    <Popover
      className="menu"
      aria-label={t('contact.actionsOf', { name: nick })}
      triggerRef={row}
      isOpen
      placement="bottom start"
      offset={0}
      onOpenChange={open => {
        if (!open) onClose()
      }}
    >
      <Menu label={t('contact.actionsOf', { name: nick })} autoFocus onChoose={choose}>
        {participantActions(occupant, self, { isContact, blocked }).map(action => (
          <MenuRow
            key={action}
            id={action}
            text={words[action]}
            start={<Icon of={icons[action]} />}
            risk={action === 'kick' || action === 'block'}
          />
        ))}
      </Menu>
    </Popover>
  )
}
