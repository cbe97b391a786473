import { useState } from 'react'
import type { AccountId, Peer } from '../../../shared/domain/address.ts'
import { isNotices } from '../../../shared/domain/conversation.ts'
import { blockedBy, nameOf } from '../../state/selectors.ts'
import { useStore } from '../../state/store.ts'
import { type Target, useView } from '../../state/view.ts'
import { useText } from '../../text/text.tsx'
import { BlockedFoot } from './blocked-foot.tsx'
import { Composer } from './composer.tsx'
import { ConversationHead } from './conversation-head.tsx'
import { FindBar } from './find-bar.tsx'
import { Log } from './log.tsx'
import { NoticesFoot, NoticesHead } from './notices.tsx'
import { useConversation } from './use-conversation.ts'
import { useInView } from './use-in-view.ts'
import './conversation.css'

export interface ConversationProps {
  readonly account: AccountId
  readonly peer: Peer
  /** The message that it opens at; null for where the new begins, or its end. */
  readonly target: Target | null
}

/** A conversation with one person, or what a server has said. Give it a key of account and peer: each one begins anew. */
export function Conversation({ account, peer, target }: ConversationProps) {
  const { t } = useText()
  const personName = useStore(state => nameOf(state, account, peer))
  const entry = useStore(state => blockedBy(state, account, peer))
  const finds = useView(view => view.find !== null)
  const [sentCount, setSentCount] = useState(0)
  useInView(account, peer)
  const notices = isNotices(peer)
  const name = notices ? peer : personName
  return (
    <section
      className="conversation"
      aria-label={notices ? t('notice.from', { server: peer }) : t('conversation.with', { name })}
    >
      {notices ? <NoticesHead peer={peer} /> : <ConversationHead account={account} peer={peer} name={name} />}
      {finds && <FindBar account={account} peer={peer} />}
      {/* Each message that is looked for is a beginning of its own. */}
      <Talk key={target?.wish ?? ''} account={account} peer={peer} name={name} target={target} sentCount={sentCount} />
      {notices ? (
        <NoticesFoot />
      ) : entry === null ? (
        <Composer account={account} peer={peer} name={name} onSent={() => setSentCount(count => count + 1)} />
      ) : (
        <BlockedFoot peer={peer} name={name} entry={entry} />
      )}
    </section>
  )
}

interface TalkProps extends ConversationProps {
  readonly name: string
  readonly sentCount: number
}

function Talk({ account, peer, name, target, sentCount }: TalkProps) {
  const conversation = useConversation(account, peer, target, sentCount)
  return <Log account={account} peer={peer} name={name} conversation={conversation} />
}
