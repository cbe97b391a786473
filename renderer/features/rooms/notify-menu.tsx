import { Bell, BellOff } from 'lucide-react'
import { Button as AriaButton, MenuTrigger } from 'react-aria-components'
import type { AccountId, BareJid } from '../../../shared/domain/address.ts'
import type { RoomNotify } from '../../../shared/domain/room.ts'
import { call, drop } from '../../ipc/call.ts'
import { roomIn } from '../../state/room-selectors.ts'
import { useStore } from '../../state/store.ts'
import { useText } from '../../text/text.tsx'
import { Icon } from '../../ui/icon/icon.tsx'
import { Menu, MenuRow, MenuSheet } from '../../ui/menu/menu.tsx'

export const notifyChoices: readonly RoomNotify[] = ['all', 'mentions', 'none']

/** Which messages of the room show a notification: a row, and a menu above it. */
export function NotifyMenu({ account, room }: { readonly account: AccountId; readonly room: BareJid }) {
  const { t } = useText()
  const notify = useStore(state => roomIn(state, account, room)?.notify ?? 'mentions')
  return (
    <MenuTrigger>
      <AriaButton className="menu-row">
        <Icon of={notify === 'none' ? BellOff : Bell} />
        <span className="menu-row-text">{t('room.notify')}</span>
        <span className="participants-value">{t(`room.notify-${notify}`)}</span>
      </AriaButton>
      <MenuSheet placement="top end">
        <Menu
          label={t('room.notify')}
          chosen={notify}
          onChoose={(chosen: RoomNotify) => drop(call('room.setNotify', { account, room, notify: chosen }))}
        >
          {notifyChoices.map(choice => (
            <MenuRow key={choice} id={choice} text={t(`room.notify-${choice}`)} />
          ))}
        </Menu>
      </MenuSheet>
    </MenuTrigger>
  )
}
