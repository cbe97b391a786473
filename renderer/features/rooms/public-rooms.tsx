import { Lock } from 'lucide-react'
import { useCallback, useMemo, useState } from 'react'
import type { AccountId, BareJid } from '../../../shared/domain/address.ts'
import { type PublicRoom, roomName } from '../../../shared/domain/room.ts'
import { failureText } from '../../text/failure-text.ts'
import { useText } from '../../text/text.tsx'
import { Avatar } from '../../ui/avatar/avatar.tsx'
import { FindField } from '../../ui/find-field/find-field.tsx'
import { folded } from '../../ui/fold-text.ts'
import { Icon } from '../../ui/icon/icon.tsx'
import { Spinner } from '../../ui/spinner/spinner.tsx'
import { type RowProps, VirtualList } from '../../ui/virtual-list/virtual-list.tsx'
import type { FoundRooms } from './use-public-rooms.ts'
import './public-rooms.css'

/** Height of a row in pixels before it has been measured. */
const rowHeight = 42
/** With fewer rooms everything is in sight. */
const filterFrom = 6

/** Letters of a description that are looked at: more are cut by the row anyway. */
const longestAbout = 200

const { compare: inOrder } = new Intl.Collator()

export interface PublicRoomsProps {
  readonly account: AccountId
  readonly rooms: FoundRooms
  readonly filter: string
  readonly onFilter: (filter: string) => void
  /** The room whose address stands in the field. */
  readonly chosen: BareJid | null
  readonly onChoose: (room: PublicRoom) => void
}

/** The rooms that the server lists, those with most people first. A press takes one's address. */
export function PublicRooms({ account, rooms, filter, onFilter, chosen, onChoose }: PublicRoomsProps) {
  const text = useText()
  const { t } = text
  const { found, asking } = rooms
  const shown = useMemo(() => fitting(found?.rooms ?? [], filter), [found, filter])
  const keyOf = useCallback((index: number) => shown[index]?.address ?? '', [shown])
  const [begun] = useState(chosen)
  const failure = found?.failure ?? null
  const services = found?.services.join(', ') ?? ''
  return (
    <section className="public-rooms" aria-label={t('room.publicRooms')}>
      <div className="public-rooms-head">
        <span className="text-field-label">{t('room.publicRooms')}</span>
        <span className="public-rooms-service cut" title={services}>
          {services}
        </span>
      </div>
      {((found?.rooms.length ?? 0) > filterFrom || found?.hasMore === true || filter !== '') && (
        <FindField label={t('room.filterPublic')} clear={t('search.clear')} value={filter} onChange={onFilter} />
      )}
      <div className="public-rooms-box">
        {shown.length > 0 && (
          <VirtualList
            role="list"
            label={t('room.publicRooms')}
            count={shown.length}
            keyOf={keyOf}
            textOf={index => nameAt(shown, index)}
            rowHeight={rowHeight}
            start={shown.findIndex(room => room.address === begun)}
            onOpen={index => {
              const room = shown[index]
              if (room !== undefined) onChoose(room)
            }}
          >
            {(index, row) => {
              const room = shown[index]
              return room === undefined ? null : (
                <PublicRoomRow room={room} chosen={room.address === chosen} row={row} />
              )
            }}
          </VirtualList>
        )}
        {asking ? (
          <p className="public-rooms-note">
            <Spinner />
            {t('room.askingPublic')}
          </p>
        ) : failure !== null ? (
          <p className="public-rooms-note" data-code={failure.code}>
            {failureText(text, failure, { address: account }).title}
          </p>
        ) : found !== null && found.services.length === 0 ? (
          <p className="public-rooms-note" data-code="no-room-service">
            {failureText(text, { code: 'no-room-service', details: {} }, { address: account }).title}
          </p>
        ) : shown.length === 0 ? (
          <p className="public-rooms-note">{t(filter.trim() === '' ? 'room.noPublic' : 'room.noPublicFits')}</p>
        ) : found?.hasMore === true ? (
          <p className="public-rooms-note">{t('room.morePublic')}</p>
        ) : null}
      </div>
    </section>
  )
}

interface PublicRoomRowProps {
  readonly room: PublicRoom
  readonly chosen: boolean
  readonly row: RowProps
}

function PublicRoomRow({ room, chosen, row }: PublicRoomRowProps) {
  const { t, number } = useText()
  const name = roomName(room)
  const { traits, occupants } = room
  const closed = traits?.isMembersOnly === true || traits?.hasPassword === true
  const about = traits?.isMembersOnly
    ? t('room.onlyMembers')
    : traits?.hasPassword
      ? t('room.needsPassword')
      : (room.subject ?? room.description ?? '').slice(0, longestAbout).replace(/\s+/g, ' ').trim()
  const people = occupants === null ? null : t('room.people', { count: occupants })
  return (
    <li>
      <button
        {...row}
        type="button"
        className="public-room"
        aria-pressed={chosen}
        aria-label={[name, room.address, about, people].filter(Boolean).join(', ')}
        title={[room.address, room.subject, room.description].filter(Boolean).join('\n').slice(0, 1000)}
      >
        <Avatar address={room.address} name={name} size="small" room />
        <span className="public-room-words">
          <bdi className="public-room-name cut">{name}</bdi>
          <bdi className="public-room-about cut">{about === '' ? room.address : about}</bdi>
        </span>
        <span className="public-room-end num">
          {closed && <Icon of={Lock} />}
          {occupants !== null && number(occupants)}
        </span>
      </button>
    </li>
  )
}

/** Those with most people first; only those in which every word stands. */
export function fitting(rooms: readonly PublicRoom[], filter: string): readonly PublicRoom[] {
  const words = folded(filter).split(/\s+/).filter(Boolean)
  return rooms
    .filter(room => {
      const all = folded(`${room.name ?? ''} ${room.address} ${room.subject ?? ''} ${room.description ?? ''}`)
      return words.every(word => all.includes(word))
    })
    .sort((one, other) => (other.occupants ?? 0) - (one.occupants ?? 0) || inOrder(roomName(one), roomName(other)))
}

function nameAt(rooms: readonly PublicRoom[], index: number): string {
  const room = rooms[index]
  return room === undefined ? '' : roomName(room)
}
