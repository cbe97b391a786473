import type { AccountId, BareJid } from '../../../shared/domain/address.ts'
import { isNotices } from '../../../shared/domain/conversation.ts'
import { blockedBy, nameOf } from '../../state/selectors.ts'
import { useStore } from '../../state/store.ts'
import type { Target } from '../../state/view.ts'
import { useText } from '../../text/text.tsx'
import { BlockedFoot } from './blocked-foot.tsx'
import { Composer } from './composer.tsx'
import { ConversationHead } from './conversation-head.tsx'
import { Log } from './log.tsx'
import { Notices } from './notices.tsx'
import { useConversation } from './use-conversation.ts'
import { useInView } from './use-in-view.ts'
import './conversation.css'

export interface ConversationProps {
  readonly account: AccountId
  readonly peer: BareJid
  /** The message that it opens at; null for where the new begins, or its end. */
  readonly target: Target | null
}

/** A conversation with one person. Give it a key of account, peer and target: each one begins anew. */
export function Conversation({ account, peer, target }: ConversationProps) {
  const { t } = useText()
  const name = useStore(state => nameOf(state, account, peer))
  const conversation = useConversation(account, peer, target)
  const entry = useStore(state => blockedBy(state, account, peer))
  useInView(account, peer)
  if (isNotices(peer)) return <Notices account={account} peer={peer} conversation={conversation} />
  return (
    <section className="conversation" aria-label={t('conversation.with', { name })}>
      <ConversationHead account={account} peer={peer} name={name} />
      <Log account={account} peer={peer} name={name} conversation={conversation} />
      {entry === null ? (
        <Composer account={account} peer={peer} name={name} onSent={conversation.sent} />
      ) : (
        <BlockedFoot peer={peer} name={name} entry={entry} />
      )}
    </section>
  )
}
