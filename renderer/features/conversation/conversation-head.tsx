import { ArrowLeft, PanelRight } from 'lucide-react'
import type { AccountId, Peer } from '../../../shared/domain/address.ts'
import { usePicture } from '../../state/profiles.ts'
import { availabilityOf, presenceOf } from '../../state/selectors.ts'
import { useStore } from '../../state/store.ts'
import { useView, useViewApi } from '../../state/view.ts'
import { useText } from '../../text/text.tsx'
import { Avatar } from '../../ui/avatar/avatar.tsx'
import { IconButton } from '../../ui/icon-button/icon-button.tsx'
import { ConversationMenu } from './conversation-menu.tsx'
import { FindButton } from './find-button.tsx'

export interface ConversationHeadProps {
  readonly account: AccountId
  readonly peer: Peer
  readonly name: string
}

/** Who it is, how they are, and the way to their profile. */
export function ConversationHead({ account, peer, name }: ConversationHeadProps) {
  const { t } = useText()
  const views = useViewApi()
  const panel = useView(view => view.panel)
  const picture = usePicture(account, peer)
  const availability = useStore(state => availabilityOf(state, account, peer))
  const status = useStore(state => presenceOf(state, account, peer)?.status ?? null)
  const presence = t(`presence.${availability}`)
  const line = status === null ? presence : t('conversation.statusLine', { presence, status })
  return (
    <header className="conversation-head" data-pane="header">
      <div className="conversation-back">
        <IconButton icon={ArrowLeft} name={t('common.back')} onPress={() => views.setState({ pane: 'list' })} />
      </div>
      <Avatar address={peer} name={name} size="contact" availability={availability} picture={picture} />
      <div className="conversation-who">
        <h2 className="cut" title={peer}>
          {name}
        </h2>
        <div className="conversation-presence cut" title={line}>
          {line}
        </div>
      </div>
      <FindButton />
      <IconButton
        icon={PanelRight}
        name={t('contact.showProfile')}
        pressed={panel}
        onPress={() => views.setState(view => ({ panel: !view.panel }))}
      />
      <ConversationMenu account={account} peer={peer} />
    </header>
  )
}
