import { BellOff, Hash, TriangleAlert } from 'lucide-react'
import type { AccountId } from '../../../shared/domain/address.ts'
import { roomName } from '../../../shared/domain/room.ts'
import { useStore } from '../../state/store.ts'
import { failureText } from '../../text/failure-text.ts'
import { useText } from '../../text/text.tsx'
import { Avatar } from '../../ui/avatar/avatar.tsx'
import { Badge } from '../../ui/badge/badge.tsx'
import { Icon } from '../../ui/icon/icon.tsx'
import type { RowProps } from '../../ui/virtual-list/virtual-list.tsx'
import { roomLine } from './room-line.ts'
import type { RoomRow as Row } from './room-rows.ts'

export interface RoomRowProps {
  readonly account: AccountId
  readonly room: Extract<Row, { kind: 'room' }>
  readonly selected: boolean
  readonly row: RowProps
}

export function RoomRow({ account, room: { address, place, of }, selected, row }: RoomRowProps) {
  const text = useText()
  const { t } = text
  const room = useStore(state => state.accounts[account]?.rooms[address])
  const unread = useStore(state => state.accounts[account]?.conversations[address]?.unread ?? 0)
  const mentioned = useStore(state => state.accounts[account]?.conversations[address]?.mentioned ?? false)
  if (room === undefined) return null
  const { phase } = room
  const name = roomName(room)
  const muted = room.notify === 'none'
  const failed = phase.type === 'failed' ? failureText(text, phase.failure, { address: address }) : null
  const line = failed === null ? roomLine(text, room) : failed.title
  const said = [
    name,
    line,
    unread > 0 && t('conversation.unread', { count: unread }),
    mentioned && t('room.mentioned'),
    muted && t('room.muted'),
  ]
  return (
    <div
      {...row}
      tabIndex={row.tabIndex}
      role="treeitem"
      aria-label={said.filter(Boolean).join(', ')}
      className="room-row"
      aria-level={2}
      aria-posinset={place}
      aria-setsize={of}
      aria-selected={selected}
      data-new={unread > 0 && !muted}
      data-phase={phase.type}
      title={failed === null ? address : `${address}\n${failed.sentence}`}
    >
      <Avatar address={address} name={name} size="chat" room />
      <span className="room-row-top">
        <Icon of={Hash} size={14} />
        <bdi className="room-row-name cut">{name}</bdi>
        {muted && <Icon of={BellOff} size={14} />}
      </span>
      <span className="room-row-bottom">
        {failed !== null && <Icon of={TriangleAlert} size={14} />}
        <bdi className="room-row-line cut">{line}</bdi>
        {unread > 0 && <Badge count={unread} mention={mentioned} muted={muted} />}
      </span>
    </div>
  )
}
