import type { BareJid } from '../../../shared/domain/address.ts'
import { type Room, roomName } from '../../../shared/domain/room.ts'
import { folded } from '../../ui/fold-text.ts'

export type RoomGroup = 'joined' | 'notJoined'

export type RoomRow =
  | {
      readonly kind: 'group'
      readonly key: string
      readonly group: RoomGroup
      readonly count: number
      readonly open: boolean
    }
  | {
      readonly kind: 'room'
      readonly key: string
      readonly address: BareJid
      readonly place: number
      readonly of: number
    }

const { compare: inOrder } = new Intl.Collator()

/** The key of a group among all that can be folded in the window. */
export function foldKey(group: RoomGroup): string {
  return `rooms ${group}`
}

/**
 * The rooms of the list as rows: those that we are in, or on the way into, then the others, those with a trouble first.
 * @param filter Words that must stand in name or address; while there are some, no group is folded.
 */
export function roomRows(
  rooms: readonly Room[],
  foldedGroups: ReadonlySet<string>,
  filter: string,
): readonly RoomRow[] {
  const words = folded(filter).split(/\s+/).filter(Boolean)
  const shown = rooms
    .filter(room => words.every(word => folded(`${roomName(room)} ${room.address}`).includes(word)))
    .sort(
      (one, other) =>
        Number(other.phase.type === 'failed') - Number(one.phase.type === 'failed') ||
        inOrder(roomName(one), roomName(other)) ||
        inOrder(one.address, other.address),
    )
  const isIn = ({ phase }: Room) => phase.type === 'joined' || phase.type === 'joining'
  const groups = [
    ['joined', shown.filter(isIn)],
    ['notJoined', shown.filter(room => !isIn(room))],
  ] as const
  return groups.flatMap(([group, members]) => {
    if (members.length === 0) return []
    const open = words.length > 0 || !foldedGroups.has(foldKey(group))
    const head: RoomRow = { kind: 'group', key: foldKey(group), group, count: members.length, open }
    const rows = members.map(
      ({ address }, index): RoomRow => ({
        kind: 'room',
        key: address,
        address,
        place: index + 1,
        of: members.length,
      }),
    )
    return open ? [head, ...rows] : [head]
  })
}
