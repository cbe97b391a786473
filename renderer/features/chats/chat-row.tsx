import { BellOff, Hash } from 'lucide-react'
import type { AccountId, Peer } from '../../../shared/domain/address.ts'
import { type Conversation, isNotices, roomOf } from '../../../shared/domain/conversation.ts'
import { failedFileTo } from '../../state/files.ts'
import { usePicture } from '../../state/profiles.ts'
import { isMuted, kindOf, peerColour, peerName, roomNameOf } from '../../state/room-selectors.ts'
import { availabilityOf } from '../../state/selectors.ts'
import { useStore } from '../../state/store.ts'
import { isTyping } from '../../state/typing.ts'
import { useToday } from '../../state/use-today.ts'
import { draftKey, useView } from '../../state/view.ts'
import { useText } from '../../text/text.tsx'
import { unsupportedText } from '../../text/unsupported-text.ts'
import { Avatar } from '../../ui/avatar/avatar.tsx'
import { Badge } from '../../ui/badge/badge.tsx'
import { FileIcon } from '../../ui/file-icon/file-icon.tsx'
import { Icon } from '../../ui/icon/icon.tsx'
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
  const kind = useStore(state => kindOf(state, account, peer))
  const person = useStore(state => peerName(state, account, peer))
  const colour = useStore(state => peerColour(state, account, peer))
  const roomsName = useStore(state => roomNameOf(state, account, roomOf(peer)))
  const muted = useStore(state => isMuted(state, account, peer))
  const server = isNotices(peer)
  const isRoom = kind === 'room'
  const name = server
    ? t('notice.from', { server: peer })
    : kind === 'occupant'
      ? t('room.private', { nick: person, room: roomsName })
      : person
  const availability = useStore(state => availabilityOf(state, account, peer))
  const draft = useView(view => view.drafts[draftKey(account, peer)])
  const picture = usePicture(account, peer)
  const unread = conversation?.unread ?? 0
  const last = conversation?.lastMessage ?? null
  const sender = last?.direction === 'in' ? (last.sender?.nick ?? null) : null
  const mentioned = conversation?.mentioned ?? false
  const unsupported = last?.unsupported
  const said = unsupported && last ? unsupportedText(text, unsupported, person, last.direction).title : null
  const failedFile = useStore(state => failedFileTo(state, account, peer))
  const preview = previewOf(last, selected ? undefined : draft, said, failedFile)
  const typing = useStore(state => isTyping(state, account, peer))
  return (
    <div
      {...row}
      tabIndex={row.tabIndex}
      role="option"
      className="chat-row"
      aria-selected={selected}
      data-new={unread > 0 && !muted}
      title={name === peer ? peer : `${name} (${peer})`}
    >
      {server ? (
        <ServerSeal size="chat" />
      ) : (
        <Avatar
          address={colour}
          name={person}
          size="chat"
          picture={picture}
          room={isRoom}
          {...(kind === 'person' && { availability })}
        />
      )}
      <span className="chat-row-top">
        {isRoom && <Icon of={Hash} size={14} />}
        <bdi className="chat-row-name cut">{name}</bdi>
        {muted && <Icon of={BellOff} size={14} />}
        <span className="hidden">
          , {isRoom ? t('room.region', { name }) : !server && kind === 'person' && t(`presence.${availability}`)},{' '}
        </span>
        {last !== null && <span className="chat-row-time">{dayOrTime(last.time, today)}</span>}
      </span>
      <span className="chat-row-bottom">
        {typing ? (
          <span className="chat-row-preview chat-row-typing cut">{t('conversation.typing')}</span>
        ) : (
          <>
            {preview.state !== null && (
              <MessageStateMark
                state={preview.state}
                label={t(`message.${preview.state}`, stateValues(isRoom ? peer : account))}
              />
            )}
            <span className="chat-row-preview cut">
              {preview.lead !== null && (
                <span className={`chat-row-lead chat-row-lead-${preview.lead}`}>
                  {t(`conversation.${preview.lead}`)}{' '}
                </span>
              )}
              {sender !== null && preview.lead === null && (
                <span className="chat-row-lead">
                  <bdi>{sender}</bdi>:{' '}
                </span>
              )}
              {last?.file !== undefined && preview.lead !== 'draft' && failedFile === null && (
                <span className="chat-row-file">
                  <FileIcon kind={last.file.kind} size={14} />
                </span>
              )}
              {preview.text}
            </span>
          </>
        )}
        {unread > 0 && (
          <>
            <span className="hidden">
              , {t('conversation.unread', { count: unread })}
              {mentioned && `, ${t('room.mentioned')}`}
            </span>
            <Badge count={unread} mention={mentioned} muted={muted} />
          </>
        )}
      </span>
    </div>
  )
}

function stateValues(place: Peer): { readonly domain: string } {
  return { domain: place.slice(place.indexOf('@') + 1) }
}
