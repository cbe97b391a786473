import {
  Ban,
  BellPlus,
  CircleCheck,
  Copy,
  Ellipsis,
  type LucideIcon,
  MessageCircle,
  Pencil,
  Undo2,
  UserPlus,
  UserX,
} from 'lucide-react'
import { type RefObject, useMemo } from 'react'
import { Button as AriaButton, MenuTrigger, Popover } from 'react-aria-components'
import type { AccountId, BareJid } from '../../../shared/domain/address.ts'
import { blockedBy, contactOf, nameOf } from '../../state/selectors.ts'
import { useStore } from '../../state/store.ts'
import { useText } from '../../text/text.tsx'
import { Icon } from '../../ui/icon/icon.tsx'
import { Menu, MenuRow, MenuSheet } from '../../ui/menu/menu.tsx'
import { actionsFor } from './contact-actions.ts'
import type { ContactAction } from './use-contact-dialogs.tsx'

export const actionIcons: Readonly<Record<ContactAction, LucideIcon>> = {
  write: MessageCircle,
  add: UserPlus,
  edit: Pencil,
  ask: BellPlus,
  withdraw: Undo2,
  remove: UserX,
  copy: Copy,
  block: Ban,
  unblock: CircleCheck,
}

interface ContactMenuProps {
  readonly account: AccountId
  readonly address: BareJid
  readonly onChoose: (action: ContactAction) => void
}

/** What can be done with somebody, now. */
export function useActions(account: AccountId, address: BareJid): readonly ContactAction[] {
  const contact = useStore(state => contactOf(state, account, address))
  const blocked = useStore(state => blockedBy(state, account, address) !== null)
  const shared = useStore(state => state.accounts[account]?.sharedGroups)
  return useMemo(
    () => actionsFor(contact, contact?.groups.filter(group => shared?.includes(group) === true) ?? [], blocked),
    [contact, shared, blocked],
  )
}

/** The rows of both menus. */
function ContactMenu({ account, address, onChoose }: ContactMenuProps) {
  const { t } = useText()
  const name = useStore(state => nameOf(state, account, address))
  const actions = useActions(account, address)
  return (
    <Menu label={t('contact.actionsOf', { name })} autoFocus onChoose={onChoose}>
      {actions.map(action => (
        <MenuRow
          key={action}
          id={action}
          text={t(`contact.action-${action}`)}
          start={<Icon of={actionIcons[action]} />}
          risk={action === 'remove' || action === 'block'}
        />
      ))}
    </Menu>
  )
}

/** Of a row: opened by the right button, or by the menu key. */
export function ContactRowMenu({
  row,
  onClose,
  ...menu
}: ContactMenuProps & { readonly row: RefObject<HTMLElement | null>; readonly onClose: () => void }) {
  const { t } = useText()
  return (
    <Popover
      className="menu"
      aria-label={t('contact.actions')}
      triggerRef={row}
      isOpen
      placement="bottom start"
      offset={0}
      onOpenChange={open => {
        if (!open) onClose()
      }}
    >
      <ContactMenu
        {...menu}
        onChoose={action => {
          onClose()
          menu.onChoose(action)
        }}
      />
    </Popover>
  )
}

/** A button with three dots. */
export function ContactMenuButton(menu: ContactMenuProps) {
  const { t } = useText()
  return (
    <MenuTrigger>
      <AriaButton className="icon-button" data-size="normal" aria-label={t('contact.actions')}>
        <Icon of={Ellipsis} size={20} />
      </AriaButton>
      <MenuSheet placement="bottom end">
        <ContactMenu {...menu} />
      </MenuSheet>
    </MenuTrigger>
  )
}
