import { X } from 'lucide-react'
import type { AccountId, BareJid } from '../../../shared/domain/address.ts'
import { usePicture } from '../../state/profiles.ts'
import { availabilityOf, nameOf } from '../../state/selectors.ts'
import { useStore } from '../../state/store.ts'
import { useText } from '../../text/text.tsx'
import { Avatar } from '../../ui/avatar/avatar.tsx'
import { Icon } from '../../ui/icon/icon.tsx'
import { IconButton } from '../../ui/icon-button/icon-button.tsx'
import { actionIcons, useActions } from './contact-menu.tsx'
import { Facts } from './facts.tsx'
import { Standing } from './standing.tsx'
import { useStatusLine } from './status-line.ts'
import { useContactDialogs } from './use-contact-dialogs.tsx'
import './profile-panel.css'

export interface ProfilePanelProps {
  readonly account: AccountId
  readonly address: BareJid
  readonly onClose: () => void
}

/** The side panel: who the person of the open conversation is. */
export function ProfilePanel({ account, address, onClose }: ProfilePanelProps) {
  const { t } = useText()
  const name = useStore(state => nameOf(state, account, address))
  const availability = useStore(state => availabilityOf(state, account, address))
  const picture = usePicture(account, address)
  const status = useStatusLine(account, address)
  // The conversation stands beside it.
  const actions = useActions(account, address).filter(action => action !== 'write')
  const dialogs = useContactDialogs(account)
  return (
    <aside className="profile-panel" aria-label={t('contact.profileOf', { name })} data-pane="panel">
      <header className="profile-panel-head">
        <h2>{t('contact.profile')}</h2>
        <IconButton icon={X} name={t('contact.closeProfile')} onPress={onClose} />
      </header>
      <div className="profile-panel-who">
        <Avatar address={address} name={name} size="profile" availability={availability} picture={picture} />
        <h3 className="profile-panel-name selectable">{name}</h3>
        <div className="profile-panel-address selectable">{address}</div>
        <div className="selectable">{status}</div>
      </div>
      <section className="profile-panel-facts">
        <Standing account={account} address={address} onChoose={action => dialogs.choose(action, address)} />
        <Facts account={account} address={address} />
      </section>
      <section className="profile-panel-rows">
        {actions.map(action => (
          <button
            key={action}
            type="button"
            className="menu-row"
            data-risk={action === 'remove' || action === 'block'}
            onClick={() => dialogs.choose(action, address)}
          >
            <Icon of={actionIcons[action]} />
            {t(`contact.action-${action}`)}
          </button>
        ))}
      </section>
      {dialogs.dialog}
    </aside>
  )
}
