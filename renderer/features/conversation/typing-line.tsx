import type { AccountId, Peer } from '../../../shared/domain/address.ts'
import { useStore } from '../../state/store.ts'
import { isTyping } from '../../state/typing.ts'
import { useText } from '../../text/text.tsx'
import './typing-line.css'

export interface TypingLineProps {
  readonly account: AccountId
  readonly peer: Peer
  readonly name: string
}

/** "Ana is typing…" in its slot above the composer. To be seen, not to be said: a screen reader would never come to rest. */
export function TypingLine({ account, peer, name }: TypingLineProps) {
  const { t } = useText()
  const typing = useStore(state => isTyping(state, account, peer))
  if (!typing) return null
  return (
    <span className="typing-line">
      <svg className="typing-dots" viewBox="0 0 20 8" aria-hidden="true">
        <circle cx="2.5" cy="4" r="1.5" />
        <circle cx="9" cy="4" r="2.3" />
        <circle cx="16.5" cy="4" r="3.2" />
      </svg>
      <span className="cut">{t('conversation.typingName', { name })}</span>
    </span>
  )
}
