import { ArrowLeft } from 'lucide-react'
import type { AccountId, BareJid } from '../../../shared/domain/address.ts'
import { useViewApi } from '../../state/view.ts'
import { useText } from '../../text/text.tsx'
import { IconButton } from '../../ui/icon-button/icon-button.tsx'
import { ServerSeal } from '../../ui/server-seal/server-seal.tsx'
import { Log } from './log.tsx'
import type { ConversationState } from './use-conversation.ts'
import './conversation.css'
import './notices.css'

export interface NoticesProps {
  readonly account: AccountId
  readonly peer: BareJid
  readonly conversation: ConversationState
}

/** What a server has said: there is nobody to answer, so there is no composer. */
export function Notices({ account, peer, conversation }: NoticesProps) {
  const { t } = useText()
  const views = useViewApi()
  const name = t('notice.from', { server: peer })
  return (
    <section className="conversation" aria-label={name}>
      <header className="conversation-head" data-pane="header">
        <div className="conversation-back">
          <IconButton icon={ArrowLeft} name={t('common.back')} onPress={() => views.setState({ pane: 'list' })} />
        </div>
        <ServerSeal size="head" />
        <div className="conversation-who">
          <h2 className="cut" title={name}>
            {name}
          </h2>
          <div className="conversation-presence cut" title={t('notice.about')}>
            {t('notice.about')}
          </div>
        </div>
      </header>
      <Log account={account} peer={peer} name={peer} conversation={conversation} />
      <p className="notices-foot">{t('notice.kept')}</p>
    </section>
  )
}
