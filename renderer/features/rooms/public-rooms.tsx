import { Lock } from 'lucide-react'
import { useCallback, useEffect, useMemo, useState } from 'react'
import type { AccountId, BareJid } from '../../../shared/domain/address.ts'
import { type PublicRoom, roomName } from '../../../shared/domain/room.ts'
import { useText } from '../../text/text.tsx'
import { Avatar } from '../../ui/avatar/avatar.tsx'
import { FindField } from '../../ui/find-field/find-field.tsx'
import { Icon } from '../../ui/icon/icon.tsx'
import { type RowProps, VirtualList } from '../../ui/virtual-list/virtual-list.tsx'
import { OtherService } from './other-service.tsx'
import { PublicRoomsNotes } from './public-rooms-notes.tsx'
import { fitting } from './service-lists.ts'
import type { FoundRooms } from './use-public-rooms.ts'
import './public-rooms.css'

/** Height of a row in pixels before it has been measured. */
const rowHeight = 42
/** With fewer rooms everything is in sight. */
const filterFrom = 6

/** Letters of a description that are looked at: more are cut by the row anyway. */
const longestAbout = 200

export interface PublicRoomsProps {
  readonly account: AccountId
  readonly found: FoundRooms
  /** The room whose address stands in the field. */
  readonly chosen: BareJid | null
  readonly onChoose: (room: PublicRoom) => void
}

/** The rooms that services list, as they come in. A press takes one's address. */
export function PublicRooms({ account, found, chosen, onChoose }: PublicRoomsProps) {
  const { t } = useText()
  const [filter, setFilter] = useState('')
  const { services, look } = found
  const rooms = useMemo(() => services?.flatMap(each => each.rooms) ?? [], [services])
  const shown = useMemo(() => fitting(rooms, filter), [rooms, filter])
  const keyOf = useCallback((index: number) => shown[index]?.address ?? '', [shown])
  const [begun] = useState(chosen)
  const names = services?.map(each => each.address).join(', ') ?? ''
  const isCut = services?.some(each => each.isCut) === true
  return (
    <section className="public-rooms" aria-label={t('room.publicRooms')}>
      <div className="public-rooms-head">
        <span className="text-field-label">{t('room.publicRooms')}</span>
        <span className="public-rooms-service cut" title={names}>
          {names}
        </span>
      </div>
      {(rooms.length > filterFrom || filter !== '') && (
        <FindField label={t('room.filterPublic')} clear={t('search.clear')} value={filter} onChange={setFilter} />
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
                <PublicRoomRow room={room} chosen={room.address === chosen} row={row} onSeen={look} />
              )
            }}
          </VirtualList>
        )}
        <PublicRoomsNotes
          account={account}
          found={found}
          nothing={shown.length === 0}
          filtered={filter.trim() !== ''}
        />
        {isCut && <p className="public-rooms-note">{t('room.morePublic')}</p>}
      </div>
      <OtherService onAdd={found.add} />
    </section>
  )
}

interface PublicRoomRowProps {
  readonly room: PublicRoom
  readonly chosen: boolean
  readonly row: RowProps
  readonly onSeen: (room: BareJid) => void
}

function PublicRoomRow({ room, chosen, row, onSeen }: PublicRoomRowProps) {
  const { t, number } = useText()
  const { address } = room
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when it comes into sight
  useEffect(() => onSeen(address), [address])
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

function nameAt(rooms: readonly PublicRoom[], index: number): string {
  const room = rooms[index]
  return room === undefined ? '' : roomName(room)
}
