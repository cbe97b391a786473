import { UserPlus } from 'lucide-react'
import { Fragment } from 'react'
import type { AccountId } from '../../../shared/domain/address.ts'
import type { Message } from '../../../shared/domain/message.ts'
import { type PublicRoom, roomName } from '../../../shared/domain/room.ts'
import type { DirectoryPerson } from '../../../shared/domain/search.ts'
import { usePicture } from '../../state/profiles.ts'
import { kindOf, peerName, roomIn } from '../../state/room-selectors.ts'
import { availabilityOf, localPart } from '../../state/selectors.ts'
import { useStore } from '../../state/store.ts'
import { useToday } from '../../state/use-today.ts'
import { useText } from '../../text/text.tsx'
import { Avatar } from '../../ui/avatar/avatar.tsx'
import { Icon } from '../../ui/icon/icon.tsx'
import { type Candidate, hitIn } from './match.ts'
import { snippetOf } from './snippet.ts'

interface PersonRowProps {
  readonly account: AccountId
  readonly person: Candidate
  readonly query: string
}

/** A room of the list. */
export function RoomRow({ account, person, query }: PersonRowProps) {
  const { t } = useText()
  const people = useStore(state => roomIn(state, account, person.address)?.occupants ?? 0)
  return (
    <>
      <Avatar address={person.address} name={person.name} size="small" room />
      <Who name={person.name} address={person.address} query={query} />
      <span className="search-presence">{people > 0 && t('room.people', { count: people })}</span>
    </>
  )
}

/** A room that the server lists. */
export function PublicRoomRow({ room, query }: { readonly room: PublicRoom; readonly query: string }) {
  const name = roomName(room)
  return (
    <>
      <Avatar address={room.address} name={name} size="small" room />
      <Who name={name} address={room.address} query={query} />
    </>
  )
}

/** Somebody of the contact list, or with whom there is a conversation. */
export function PersonRow({ account, person, query }: PersonRowProps) {
  const { t } = useText()
  const availability = useStore(state => availabilityOf(state, account, person.address))
  return (
    <>
      <Avatar
        address={person.address}
        name={person.name}
        size="small"
        availability={availability}
        picture={usePicture(account, person.address)}
      />
      <Who name={person.name} address={person.address} query={query} />
      <span className="search-presence">{t(`presence.${availability}`)}</span>
    </>
  )
}

interface StrangerRowProps {
  readonly person: DirectoryPerson
  readonly query: string
  /** Absent where nobody can be added. */
  readonly onAdd: (() => void) | undefined
}

/** Somebody whom the directory knows. */
export function StrangerRow({ person, query, onAdd }: StrangerRowProps) {
  const { t } = useText()
  const name = person.name ?? localPart(person.address)
  return (
    <>
      <Avatar address={person.address} name={name} size="small" />
      <Who name={name} address={person.address} query={query} />
      {/* For the mouse alone: an option has one action, and Shift+Enter adds. */}
      {onAdd !== undefined && (
        <span
          className="search-add"
          aria-hidden="true"
          onClick={event => {
            event.stopPropagation()
            onAdd()
          }}
        >
          <Icon of={UserPlus} />
          {t('search.add')}
        </span>
      )}
    </>
  )
}

interface MessageRowProps {
  readonly account: AccountId
  readonly message: Message
  readonly query: string
}

/** A message that was found: with whom it was, where in it, and when. */
export function MessageRow({ account, message, query }: MessageRowProps) {
  const { t, dayOrTime } = useText()
  const today = useToday()
  const name = useStore(state => peerName(state, account, message.peer))
  const isRoom = useStore(state => kindOf(state, account, message.peer) === 'room')
  const writer = message.direction === 'in' ? message.sender?.nick : undefined
  return (
    <>
      <Avatar
        address={message.peer}
        name={name}
        size="small"
        room={isRoom}
        picture={usePicture(account, message.peer)}
      />
      <span className="search-words">
        <bdi className="search-name cut">{name}</bdi>
        <span className="hidden">, {message.peer}, </span>
        <span className="search-address cut">
          {message.direction === 'out' && `${t('conversation.yours')} `}
          {writer !== undefined && (
            <>
              <bdi>{writer}</bdi>:{' '}
            </>
          )}
          <bdi>
            {snippetOf(wordsOf(message), query).map(({ text, hit }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text have no other names
              <Fragment key={index}>{hit ? <span className="search-hit">{text}</span> : text}</Fragment>
            ))}
          </bdi>
        </span>
        <span className="hidden">, </span>
      </span>
      <span className="search-presence">{dayOrTime(message.time, today)}</span>
    </>
  )
}

/** With its heading: that may be what was found. */
function wordsOf({ subject, body, file }: Message): string {
  // The address of a file says nothing.
  if (file !== undefined) return file.name
  return subject === undefined ? body : `${subject}: ${body}`
}

/** Names are of others' making: whatever their direction, it ends with them. */
function Who({ name, address, query }: { readonly name: string; readonly address: string; readonly query: string }) {
  return (
    <span className="search-words">
      <bdi className="search-name cut">
        <Hit text={name} query={query} />
      </bdi>
      <span className="hidden">, </span>
      <bdi className="search-address cut">
        <Hit text={address} query={query} />
      </bdi>
      <span className="hidden">, </span>
    </span>
  )
}

function Hit({ text, query }: { readonly text: string; readonly query: string }) {
  const hit = hitIn(text, query)
  if (hit === null) return text
  const [start, end] = hit
  return (
    <>
      {text.slice(0, start)}
      <span className="search-hit">{text.slice(start, end)}</span>
      {text.slice(end)}
    </>
  )
}
