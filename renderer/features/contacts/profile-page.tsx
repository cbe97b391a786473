import { ArrowLeft, MessageCircle } from 'lucide-react'
import type { AccountId, BareJid } from '../../../shared/domain/address.ts'
import { usePicture } from '../../state/profiles.ts'
import { availabilityOf, nameOf } from '../../state/selectors.ts'
import { useStore } from '../../state/store.ts'
import { openConversation, useViewApi } from '../../state/view.ts'
import { useText } from '../../text/text.tsx'
import { Avatar } from '../../ui/avatar/avatar.tsx'
import { Button } from '../../ui/button/button.tsx'
import { IconButton } from '../../ui/icon-button/icon-button.tsx'
import { ContactMenuButton } from './contact-menu.tsx'
import { Facts } from './facts.tsx'
import { Standing } from './standing.tsx'
import { useStatusLine } from './status-line.ts'
import { type ContactAction, useContactDialogs } from './use-contact-dialogs.tsx'
import './profile-page.css'

/** In place of the conversation: who the contact is that the arrows have reached. */
export function ProfilePage({ account, address }: { readonly account: AccountId; readonly address: BareJid }) {
  const { t } = useText()
  const views = useViewApi()
  const name = useStore(state => nameOf(state, account, address))
  const availability = useStore(state => availabilityOf(state, account, address))
  const picture = usePicture(account, address)
  const status = useStatusLine(account, address)
  const dialogs = useContactDialogs(account)
  const choose = (action: ContactAction) => dialogs.choose(action, address)
  return (
    <section className="profile-page" aria-label={t('contact.profileOf', { name })} data-pane="page">
      <div className="profile-page-back">
        <IconButton icon={ArrowLeft} name={t('common.back')} onPress={() => views.setState({ pane: 'list' })} />
      </div>
      <Avatar address={address} name={name} size="page" availability={availability} picture={picture} />
      <div className="profile-page-words">
        <div>
          <h2 className="profile-page-name selectable">{name}</h2>
          <div className="profile-page-address selectable">{address}</div>
          <div className="profile-page-status selectable">{status}</div>
        </div>
        <div className="profile-page-actions">
          <Button
            kind="main"
            icon={MessageCircle}
            onPress={() => views.setState(view => openConversation(view, address))}
          >
            {t('contact.sendMessage')}
          </Button>
          <ContactMenuButton account={account} address={address} onChoose={choose} />
        </div>
        <Standing account={account} address={address} onChoose={choose} />
        <Facts account={account} address={address} />
      </div>
      {dialogs.dialog}
    </section>
  )
}
