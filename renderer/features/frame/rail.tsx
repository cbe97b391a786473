import { Hash, type LucideIcon, MessageCircle, SlidersHorizontal, Users } from 'lucide-react'
import { Focusable } from 'react-aria-components'
import type { AccountId } from '../../../shared/domain/address.ts'
import { unreadOf } from '../../state/chat-order.ts'
import { requestCount } from '../../state/requests.ts'
import { invitationCount } from '../../state/room-selectors.ts'
import { useStore } from '../../state/store.ts'
import { showView, useView, useViewApi, type ViewId } from '../../state/view.ts'
import { useText } from '../../text/text.tsx'
import { Badge } from '../../ui/badge/badge.tsx'
import { Icon } from '../../ui/icon/icon.tsx'
import { Tooltip } from '../../ui/tooltip/tooltip.tsx'
import { OwnStatus } from './own-status.tsx'
import './rail.css'

/** The ways round the window. At the foot when the window is narrow. */
export function Rail({ account, onSignOut }: { readonly account: AccountId; readonly onSignOut: () => void }) {
  const { t } = useText()
  const unread = useStore(state => unreadOf(state, account))
  const requests = useStore(state => requestCount(state, account))
  const invitations = useStore(state => invitationCount(state, account))
  return (
    <nav className="rail" aria-label={t('frame.main')} data-pane="rail">
      <RailLink view="chats" icon={MessageCircle} name={t('frame.chats')} count={unread} />
      <RailLink view="contacts" icon={Users} name={t('frame.contacts')} count={requests} />
      <RailLink view="rooms" icon={Hash} name={t('frame.rooms')} count={invitations} />
      <span className="rail-space" />
      <RailLink view="settings" icon={SlidersHorizontal} name={t('frame.settings')} keys="Ctrl ," />
      <OwnStatus account={account} onSignOut={onSignOut} />
    </nav>
  )
}

interface RailLinkProps {
  readonly view: ViewId
  readonly icon: LucideIcon
  readonly name: string
  readonly keys?: string
  readonly count?: number
}

function RailLink({ view, icon, name, keys, count = 0 }: RailLinkProps) {
  const { t } = useText()
  const views = useViewApi()
  const current = useView(state => state.view === view)
  return (
    <Tooltip text={name} placement="end" {...(keys !== undefined && { keys })}>
      <Focusable>
        <a
          href={`#${view}`}
          className="rail-link"
          aria-label={name}
          {...(count > 0 && { 'aria-description': t('frame.unread', { count }) })}
          {...(current && { 'aria-current': 'page' })}
          onClick={event => {
            event.preventDefault()
            views.setState(state => showView(state, view))
          }}
        >
          <Icon of={icon} size={20} />
          {count > 0 && <Badge count={count} />}
        </a>
      </Focusable>
    </Tooltip>
  )
}
