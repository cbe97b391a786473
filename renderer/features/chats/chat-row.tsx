import type { AccountId, Peer } from '../../../shared/domain/address.ts'
import { type Conversation, isNotices } from '../../../shared/domain/conversation.ts'
import { usePicture } from '../../state/profiles.ts'
import { availabilityOf, nameOf } from '../../state/selectors.ts'
import { useStore } from '../../state/store.ts'
import { isTyping } from '../../state/typing.ts'
import { useToday } from '../../state/use-today.ts'
import { draftKey, useView } from '../../state/view.ts'
import { useText } from '../../text/text.tsx'
import { unsupportedText } from '../../text/unsupported-text.ts'
import { Avatar } from '../../ui/avatar/avatar.tsx'
import { Badge } from '../../ui/badge/badge.tsx'
import { MessageStateMark } from '../../ui/message-state-mark/message-state-mark.tsx'
import { ServerSeal } from '../../ui/server-seal/server-seal.tsx'
import type { RowProps } from '../../ui/virtual-list/virtual-list.tsx'
import { previewOf } from './preview-of.ts'
import './chat-row.css'

export interface ChatRowProps {
  readonly account: AccountId
  readonly peer: Peer
  readonly conversation: Conversation | undefined
  readonly selected: boolean
  readonly row: RowProps
}

export function ChatRow({ account, peer, conversation, selected, row }: ChatRowProps) {
  const text = useText()
  const { t, dayOrTime } = text
  const today = useToday()
  const person = useStore(state => nameOf(state, account, peer))
  const server = isNotices(peer)
  const name = server ? t('notice.from', { server: peer }) : person
  const availability = useStore(state => availabilityOf(state, account, peer))
  const draft = useView(view => view.drafts[draftKey(account, peer)])
  const picture = usePicture(account, peer)
  const unread = conversation?.unread ?? 0
  const last = conversation?.lastMessage ?? null
  const unsupported = last?.unsupported
  const said = unsupported && last ? unsupportedText(text, unsupported, person, last.direction).title : null
  const preview = previewOf(last, selected ? undefined : draft, said)
  const typing = useStore(state => isTyping(state, account, peer))
  return (
    <div
      {...row}
      tabIndex={row.tabIndex}
      role="option"
      className="chat-row"
      aria-selected={selected}
      data-new={unread > 0}
      title={name === peer ? peer : `${name} (${peer})`}
    >
      {server ? (
        <ServerSeal size="chat" />
      ) : (
        <Avatar address={peer} name={name} size="chat" availability={availability} picture={picture} />
      )}
      <span className="chat-row-top">
        <span className="chat-row-name cut">{name}</span>
        <span className="hidden">, {!server && t(`presence.${availability}`)}, </span>
        {last !== null && <span className="chat-row-time">{dayOrTime(last.time, today)}</span>}
      </span>
      <span className="chat-row-bottom">
        {typing ? (
          <span className="chat-row-preview chat-row-typing cut">{t('conversation.typing')}</span>
        ) : (
          <>
            {preview.state !== null && (
              <MessageStateMark state={preview.state} label={t(`message.${preview.state}`, stateValues(account))} />
            )}
            <span className="chat-row-preview cut">
              {preview.lead !== null && (
                <span className={`chat-row-lead chat-row-lead-${preview.lead}`}>
                  {t(`conversation.${preview.lead}`)}{' '}
                </span>
              )}
              {preview.text}
            </span>
          </>
        )}
        {unread > 0 && (
          <>
            <span className="hidden">, {t('conversation.unread', { count: unread })}</span>
            <Badge count={unread} />
          </>
        )}
      </span>
    </div>
  )
}

function stateValues(account: AccountId): { readonly domain: string } {
  return { domain: account.slice(account.indexOf('@') + 1) }
}
