import type { BareJid } from '../../../shared/domain/address.ts'
import type { Failure } from '../../../shared/domain/failure.ts'
import { type PublicRoom, type PublicRoomsPage, roomName } from '../../../shared/domain/room.ts'
import { folded } from '../../ui/fold-text.ts'

/** What a service has listed so far. */
export interface ServiceList {
  readonly address: BareJid
  /** `slow`: it was asked long ago, and is still waited for. */
  readonly phase: 'asking' | 'slow' | 'done' | 'failed'
  readonly failure: Failure | null
  readonly rooms: readonly PublicRoom[]
  /** It may have more than is ever listed. */
  readonly isCut: boolean
}

export interface ServiceLists {
  readonly services: readonly ServiceList[] | null
}

/** @param only what holds only for a service in this phase */
export function withService(
  { services }: ServiceLists,
  address: BareJid,
  change: Partial<ServiceList>,
  only: ServiceList['phase'] | null = null,
): ServiceLists {
  const all = services ?? []
  const before = all.find(each => each.address === address)
  if (only !== null && before?.phase !== only) return { services }
  const next: ServiceList = {
    ...(before ?? { address, phase: 'asking', failure: null, rooms: [], isCut: false }),
    ...change,
  }
  return { services: before === undefined ? [...all, next] : all.map(each => (each === before ? next : each)) }
}

/** What comes in comes in below: nothing that is there moves. */
export function withPage(lists: ServiceLists, address: BareJid, page: PublicRoomsPage): ServiceLists {
  const before = lists.services?.find(each => each.address === address)?.rooms ?? []
  const known = new Set(before.map(room => room.address))
  const rooms = [...before, ...page.rooms.filter(room => !known.has(room.address))]
  return withService(lists, address, { phase: page.next === null ? 'done' : 'asking', rooms, isCut: page.isCut })
}

/** What rooms say of themselves takes the place of what was listed, in its place. */
export function withRooms({ services }: ServiceLists, found: readonly PublicRoom[]): ServiceLists {
  if (services === null || found.length === 0) return { services }
  const byAddress = new Map(found.map(room => [room.address, room]))
  const next = services.map(each => {
    if (!each.rooms.some(room => byAddress.has(room.address))) return each
    return {
      ...each,
      rooms: each.rooms.map(room => {
        const described = byAddress.get(room.address)
        return described === undefined ? room : { ...described, name: described.name ?? room.name }
      }),
    }
  })
  return { services: next }
}

/** Those in which every word stands, in the order in which they came. */
export function fitting(rooms: readonly PublicRoom[], filter: string): readonly PublicRoom[] {
  const words = folded(filter).split(/\s+/).filter(Boolean)
  if (words.length === 0) return rooms
  return rooms.filter(room => {
    const all = folded(`${roomName(room)} ${room.address} ${room.subject ?? ''} ${room.description ?? ''}`)
    return words.every(word => all.includes(word))
  })
}
