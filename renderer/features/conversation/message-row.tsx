import { memo } from 'react'
import type { AccountId } from '../../../shared/domain/address.ts'
import { isNotices } from '../../../shared/domain/conversation.ts'
import { usePicture } from '../../state/profiles.ts'
import { colourOf, peerColour, roomIn, senderIn } from '../../state/room-selectors.ts'
import { useStore } from '../../state/store.ts'
import { useToday } from '../../state/use-today.ts'
import { useText } from '../../text/text.tsx'
import { Avatar, hueOf } from '../../ui/avatar/avatar.tsx'
import { MessageStateMark } from '../../ui/message-state-mark/message-state-mark.tsx'
import { useFileSlots } from './file-slots.ts'
import { GapLine } from './gap-line.tsx'
import type { LogRow } from './log-rows.ts'
import { MessageActions } from './message-actions.tsx'
import { MessageFailure } from './message-failure.tsx'
import { MessageText } from './message-text.tsx'
import { NoticeCard, noticeWords } from './notice-card.tsx'
import { UnsupportedNote } from './unsupported-note.tsx'
import './message-row.css'

export interface MessageRowProps {
  readonly account: AccountId
  /** Of the other one. */
  readonly name: string
  readonly row: LogRow
  /** The tab key enters the log here. */
  readonly stop: boolean
  /** It was looked for. */
  readonly found: boolean
  readonly onFocus: (id: string) => void
}

/** One message and the lines above it. Made again only when one of its own values has changed. */
export const MessageRow = memo(function MessageRow({ account, name, row, stop, found, onFocus }: MessageRowProps) {
  const text = useText()
  const today = useToday()
  const { t, time, dateTime } = text
  const { message, first, showsTime, transfer } = row
  const { FileMessage, TransferCard } = useFileSlots()
  const { sender } = message
  const picture = usePicture(account, sender === undefined ? message.peer : (sender.address ?? message.peer))
  const peersColour = useStore(state => peerColour(state, account, message.peer))
  const moderates = useStore(
    state => sender !== undefined && senderIn(state, account, message.peer, sender)?.role === 'moderator',
  )
  const nick = useStore(state => (message.mentionsMe ? (roomIn(state, account, message.peer)?.nick ?? null) : null))
  const own = message.direction === 'out'
  const state = message.state
  const place = sender === undefined ? account : message.peer
  const domain = place.slice(place.indexOf('@') + 1)
  const stateWord = state === null ? null : t(`message.${state}`, { domain })
  const at = time(message.time)
  const writer = sender === undefined ? name : sender.nick
  const colour = sender === undefined ? peersColour : colourOf(sender)
  const who = own ? t('conversation.you') : writer
  const label =
    stateWord === null
      ? t('message.by', { name: who, time: at })
      : t('message.described', { name: who, time: at, state: stateWord })
  const above = (
    <>
      {row.day && <DayLine time={message.time} />}
      {row.gap && <GapLine account={account} />}
      {row.newCount > 0 && <NewMessagesLine count={row.newCount} mentions={row.newMentions} />}
    </>
  )
  if (!own && isNotices(message.peer)) {
    const { title, from, when } = noticeWords(text, message, today)
    return (
      <>
        {above}
        <article
          className="message"
          data-notice
          data-found={found}
          aria-label={t('notice.described', { title, from, time: when })}
          tabIndex={stop ? 0 : -1}
          onFocus={() => onFocus(message.id)}
        >
          <NoticeCard message={message} />
          <MessageActions account={account} message={message} stop={stop} />
        </article>
      </>
    )
  }
  return (
    <>
      {above}
      <article
        className="message"
        data-own={own}
        data-first={first}
        data-found={found}
        data-mention={message.mentionsMe === true}
        {...(state !== null && { 'data-state': state })}
        aria-label={label}
        tabIndex={stop ? 0 : -1}
        onFocus={() => onFocus(message.id)}
      >
        {first && !own && <Avatar address={colour} name={writer} size="message" picture={picture} />}
        <div className="message-in">
          {first && !own && (
            <div className="message-who person" style={hueOf(colour)} title={sender?.address ?? undefined}>
              <bdi>{writer}</bdi>
              {moderates && <span className="message-role"> {t('room.moderator')}</span>}
            </div>
          )}
          {message.subject !== undefined && (
            <div className="message-subject" dir="auto">
              {message.subject}
            </div>
          )}
          {transfer !== null ? (
            <TransferCard transfer={transfer} stop={stop} />
          ) : message.file !== undefined ? (
            <FileMessage account={account} message={message.id} file={message.file} stop={stop} />
          ) : message.unsupported === undefined ? (
            <MessageText text={message.body} mark={nick} />
          ) : (
            <UnsupportedNote message={message} unsupported={message.unsupported} name={writer} />
          )}
        </div>
        <div className="message-gutter">
          {showsTime && (
            <time dateTime={new Date(message.time).toISOString()} title={dateTime(message.time)}>
              {at}
            </time>
          )}
          {state !== null && stateWord !== null && <MessageStateMark state={state} label={stateWord} />}
        </div>
        {state === 'failed' && transfer === null && <MessageFailure account={account} message={message} />}
        {transfer === null && <MessageActions account={account} message={message} stop={stop} />}
      </article>
    </>
  )
})

function DayLine({ time }: { readonly time: number }) {
  const { day } = useText()
  const today = useToday()
  return <div className="log-day">{day(time, today)}</div>
}

function NewMessagesLine({ count, mentions }: { readonly count: number; readonly mentions: number }) {
  const { t } = useText()
  const named = mentions > 0 && t('room.mentions', { count: mentions })
  return <div className="log-new">{[t('conversation.newMessages', { count }), named].filter(Boolean).join(', ')}</div>
}
