import { Megaphone, Server } from 'lucide-react'
import type { Message } from '../../../shared/domain/message.ts'
import { useToday } from '../../state/use-today.ts'
import { type Text, useText } from '../../text/text.tsx'
import { Icon } from '../../ui/icon/icon.tsx'
import { MessageText } from './message-text.tsx'
import './notice-card.css'

/** What a server says, or somebody through it: a card with a seal, never a person's message. */
export function NoticeCard({ message }: { readonly message: Message }) {
  const text = useText()
  const { title, from, when } = noticeWords(text, message, useToday())
  return (
    <div className="notice">
      <span className="notice-seal">
        <Icon of={message.relay === undefined ? Server : Megaphone} />
      </span>
      <div className="notice-words">
        <h3 dir="auto">{title}</h3>
        <div className="notice-from">
          <bdi>{from}</bdi>, <time dateTime={new Date(message.time).toISOString()}>{when}</time>
        </div>
        <MessageText text={message.body} />
      </div>
    </div>
  )
}

/** Its heading, who speaks, and when. */
export function noticeWords({ t, time, day }: Pick<Text, 't' | 'time' | 'day'>, message: Message, today: number) {
  const { subject, relay, peer } = message
  return {
    title: subject ?? t('notice.plain'),
    from:
      relay === undefined
        ? peer
        : relay.to === 'all'
          ? t('notice.toAll', { address: relay.by })
          : t('notice.toGroup', { address: relay.by, group: relay.to }),
    when: `${day(message.time, today)}, ${time(message.time)}`,
  }
}
