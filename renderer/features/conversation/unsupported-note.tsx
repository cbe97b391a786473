import { Bell, FileX, KeyRound, type LucideIcon, PhoneMissed, TriangleAlert } from 'lucide-react'
import type { Message, Unsupported } from '../../../shared/domain/message.ts'
import { useText } from '../../text/text.tsx'
import { unsupportedText } from '../../text/unsupported-text.ts'
import { Icon } from '../../ui/icon/icon.tsx'
import { MessageText } from './message-text.tsx'
import './unsupported-note.css'

const icons: Readonly<Record<Unsupported['what'], LucideIcon>> = {
  file: FileX,
  call: PhoneMissed,
  'video-call': PhoneMissed,
  session: TriangleAlert,
  otr: KeyRound,
  encrypted: KeyRound,
  attention: Bell,
}

export interface UnsupportedNoteProps {
  readonly message: Message
  readonly unsupported: Unsupported
  /** Of the person it comes from. */
  readonly name: string
}

/** What somebody sent that we cannot do yet; and what they wrote with it, for it is never swallowed. */
export function UnsupportedNote({ message, unsupported, name }: UnsupportedNoteProps) {
  const { title, sentence } = unsupportedText(useText(), unsupported, name, message.direction)
  const words = message.body === unsupported.name ? '' : message.body
  return (
    <div className="unsupported" data-what={unsupported.what}>
      <Icon of={icons[unsupported.what]} />
      <div className="unsupported-words">
        <p dir="auto">{title}</p>
        {sentence !== null && <p className="unsupported-sentence">{sentence}</p>}
        {words !== '' && <MessageText text={words} />}
      </div>
    </div>
  )
}
