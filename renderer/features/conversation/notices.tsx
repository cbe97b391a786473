import { ArrowLeft } from 'lucide-react'
import type { Peer } from '../../../shared/domain/address.ts'
import { useViewApi } from '../../state/view.ts'
import { useText } from '../../text/text.tsx'
import { IconButton } from '../../ui/icon-button/icon-button.tsx'
import { ServerSeal } from '../../ui/server-seal/server-seal.tsx'
import { FindButton } from './find-button.tsx'
import './conversation.css'
import './notices.css'

/** Above what a server has said. */
export function NoticesHead({ peer }: { readonly peer: Peer }) {
  const { t } = useText()
  const views = useViewApi()
  const name = t('notice.from', { server: peer })
  return (
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
      <FindButton />
    </header>
  )
}

/** In place of the composer: there is nobody to answer. */
export function NoticesFoot() {
  const { t } = useText()
  return <p className="notices-foot">{t('notice.kept')}</p>
}
