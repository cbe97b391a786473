import type { BareJid } from '../../../shared/domain/address.ts'
import { isConnectionLost } from '../../../shared/domain/failure.ts'
import type { PublicRoom, PublicRoomsPage } from '../../../shared/domain/room.ts'
import type { StanzaChannel } from '../../connection/session.ts'
import type { Discovery } from '../../xmpp/disco/discovery.ts'
import { fetchRoomList, type ListedRoom, mostListed, parseRoomInfo } from '../../xmpp/muc/room-list.ts'
import type { Clock, Log } from '../ports/index.ts'
import { drop } from '../ports/index.ts'
import type { RoomServices } from './services.ts'
import { isRoom, roomNameOf, traitsOf } from './traits.ts'

/** The rooms that services list, in pages, and what each says of itself when somebody looks at it. */
export interface PublicRoomLists {
  /** @param after `next` of the page before; null: from the beginning, asked anew. @throws AppError like any request */
  page(service: BareJid, after: string | null): Promise<PublicRoomsPage>
  /** Those that have answered, as they are now. @throws AppError `not-connected`, `network-lost` */
  describe(rooms: readonly BareJid[]): Promise<readonly PublicRoom[]>
  /** Some of the rooms of our server's services whose name or address holds all the words. */
  find(text: string): Promise<readonly PublicRoom[]>
  dispose(): void
}

/** Rooms in one page for a window, and in one that a service is asked for. */
const pageSize = 200
/** Rooms that are asked at a time, whoever wants to know. */
const mostAtOnce = 4
/** Milliseconds for which what was said holds. */
const freshness = 60_000
const listFreshness = 300_000
/** Milliseconds that a search waits for lists. */
const searchPatience = 8000
const mostFound = 5

interface List {
  readonly rooms: ListedRoom[]
  /** Where the service goes on; null: it has said all. */
  last: string | null
  readonly time: number
  /** Two may want the next part at once. */
  going: Promise<void> | null
}

export function createPublicRooms(options: {
  readonly channel: StanzaChannel
  readonly discovery: Pick<Discovery, 'info' | 'infoNow'>
  readonly services: Pick<RoomServices, 'all'>
  readonly clock: Clock
  readonly log: Log
}): PublicRoomLists {
  const { channel, discovery, services, clock, log } = options
  const lists = new Map<BareJid, List>()
  const described = new Map<BareJid, { readonly room: PublicRoom; readonly time: number }>()
  const complete = new Map<BareJid, Promise<void>>()
  const waiting: (() => void)[] = []
  let asking = 0

  async function begin(service: BareJid): Promise<List> {
    const list: List = { rooms: [], last: '', time: clock.now(), going: null }
    await more(service, list)
    lists.set(service, list)
    return list
  }

  function more(service: BareJid, list: List): Promise<void> {
    list.going ??= fetchMore(service, list).finally(() => {
      list.going = null
    })
    return list.going
  }

  async function fetchMore(service: BareJid, list: List): Promise<void> {
    const hasPages = (await discovery.info(service))?.features.has('http://jabber.org/protocol/rsm') ?? false
    const page = hasPages ? { max: pageSize, after: list.last || null } : null
    const { rooms, last } = await fetchRoomList(channel, service, page)
    const known = new Set(list.rooms.map(({ address }) => address))
    const others = rooms.filter(({ address }) => !known.has(address))
    list.rooms.push(...others.toSorted(byName).slice(0, mostListed - list.rooms.length))
    // Who names only what it has named before would do so for ever.
    list.last = list.rooms.length < mostListed && others.length > 0 ? last : null
  }

  /** All of it, for a search, one page after the other; what was fetched lately holds. */
  function completed(service: BareJid): Promise<void> {
    const going = complete.get(service)
    if (going !== undefined) return going
    const known = lists.get(service)
    const isFresh = known !== undefined && clock.now() - known.time < listFreshness
    const fetched = (async () => {
      const list = isFresh ? known : await begin(service)
      while (list.last !== null) await more(service, list)
    })().finally(() => complete.delete(service))
    complete.set(service, fetched)
    return fetched
  }

  async function describeOne(room: BareJid): Promise<readonly PublicRoom[]> {
    const known = described.get(room)
    if (known !== undefined && clock.now() - known.time < freshness) return [known.room]
    if (asking >= mostAtOnce) await new Promise<void>(resolve => waiting.push(resolve))
    asking++
    try {
      const info = await discovery.infoNow(room)
      if (!isRoom(info)) return []
      const found = { address: room, name: roomNameOf(info), traits: traitsOf(info), ...parseRoomInfo(info.forms) }
      if (described.size >= mostListed) described.clear()
      described.set(room, { room: found, time: clock.now() })
      return [found]
    } catch (error) {
      if (isConnectionLost(error)) throw error
      // It is gone by now, or keeps to itself: its line stays as it was listed.
      return []
    } finally {
      asking--
      waiting.shift()?.()
    }
  }

  const end = channel.onOnline(() => {
    lists.clear()
    described.clear()
  })
  return {
    async page(service, after) {
      const from = after === null ? 0 : Number(after)
      const list = (after === null ? undefined : lists.get(service)) ?? (await begin(service))
      if (list.rooms.length <= from && list.last !== null) await more(service, list)
      const rooms = list.rooms.slice(from, from + pageSize)
      const to = from + rooms.length
      const hasMore = rooms.length > 0 && (to < list.rooms.length || list.last !== null)
      return { rooms: rooms.map(asPublic), next: hasMore ? String(to) : null, isCut: to >= mostListed }
    },
    async describe(rooms) {
      return (await Promise.all(rooms.map(describeOne))).flat()
    },
    async find(text) {
      const words = folded(text).split(/\s+/).filter(Boolean)
      const own = await services.all()
      const all = Promise.all(own.map(completed)).then(() => {})
      drop(all, log, 'the rooms of a service')
      await new Promise<void>(resolve => {
        const giveUp = clock.after(searchPatience, resolve)
        const done = (): void => {
          giveUp()
          resolve()
        }
        all.then(done, done)
      })
      const found = own
        .flatMap(service => lists.get(service)?.rooms ?? [])
        .filter(({ address, name }) => {
          const held = folded(`${name ?? ''} ${address.slice(0, address.indexOf('@'))}`)
          return words.length > 0 && words.every(word => held.includes(word))
        })
      return found.slice(0, mostFound).map(asPublic)
    },
    dispose() {
      end()
      for (const go of waiting.splice(0)) go()
    },
  }
}

const { compare } = new Intl.Collator()

function byName(one: ListedRoom, other: ListedRoom): number {
  return compare(one.name ?? one.address, other.name ?? other.address)
}

function asPublic({ address, name }: ListedRoom): PublicRoom {
  return { address, name, description: null, subject: null, occupants: null, traits: null }
}

function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}
