import type { AccountId, BareJid } from '../../../shared/domain/address.ts'
import { roomOf } from '../../../shared/domain/conversation.ts'
import { AppError } from '../../../shared/domain/failure.ts'
import type { Message } from '../../../shared/domain/message.ts'
import type { Occupant } from '../../../shared/domain/room.ts'
import type { StanzaChannel } from '../../connection/session.ts'
import { stanzaIdNamespace } from '../../stanza/stanza-id.ts'
import type { Store } from '../../store/store.ts'
import type { Archive } from '../../xmpp/archive/archive.ts'
import { archiveNamespace } from '../../xmpp/archive/build.ts'
import { type ArchiveSync, createArchiveSync } from '../../xmpp/archive/sync.ts'
import type { Stay } from '../../xmpp/message/delivery.ts'
import { createRoomMessages } from '../../xmpp/message/room-messages.ts'
import { type HistoryWish, occupantIdNamespace } from '../../xmpp/muc/build.ts'
import type { Emit } from '../events.ts'
import { type Clock, drop, type Log } from '../ports/index.ts'
import type { KnownRooms } from './known-rooms.ts'
import type { RoomTalk } from './staying.ts'

/** What is said in the rooms of one account. `Staying` tells it of each way in and out. */
export interface RoomConversations extends RoomTalk {
  /**
   * Our being in the room that a message goes to, as delivery wants it: null until what was missed there is here, for that
   * settles what is in doubt.
   */
  stay(message: Pick<Message, 'peer'>): Stay | null | undefined
  /** One more page of what was said before. @throws AppError as `ArchiveSync.loadOlder`; `room-not-joined` */
  loadOlder(room: BareJid): Promise<void>
  dispose(): void
}

export interface RoomTalkOptions {
  readonly account: AccountId
  readonly channel: StanzaChannel
  readonly store: Pick<Store, 'archive' | 'page'>
  readonly archive: Pick<Archive, 'fetchPage'>
  readonly rooms: Pick<KnownRooms, 'has' | 'names'>
  /** Our nickname in a room that we are in, or are going into; null for all other addresses. */
  readonly nick: (room: BareJid) => string | null
  readonly occupant: (room: BareJid, nick: string) => Occupant | null
  /** What a room announces; null where it has not said. */
  readonly features: (room: BareJid) => ReadonlySet<string> | null
  /** Milliseconds that what servers stamp is ahead of our clock. @throws AppError `not-connected`, `network-lost` */
  readonly ahead: () => Promise<number>
  /** There may be something to send. */
  readonly flush: () => void
  readonly emit: Emit
  readonly clock: Clock
  readonly log: Log
}

/** Messages of a room without an archive: those that were missed, and those that a new one begins with. */
const mostMissed = 250
const firstMessages = 50
/** Looked at at a time for the last one that the room has said. */
const pageSize = 100
/** By so much the room's clock may be behind what our server says, in milliseconds: what comes twice is known again. */
const clockSkew = 10 * 60_000

interface Place {
  /** Null where the room has no archive. */
  sync: ArchiveSync | null
  /** The room has let us in. */
  isIn: boolean
  /** Null until what was missed is here. */
  stay: Stay | null
}

export function createRoomTalk(options: RoomTalkOptions): RoomConversations {
  const { account, channel, store, archive, rooms, nick, occupant, flush, emit, clock, log } = options
  const places = new Map<BareJid, Place>()
  const announces = (room: BareJid, namespace: string): boolean => options.features(room)?.has(namespace) ?? false
  /** Of this stream. */
  let asked: Promise<number> | null = null
  let ahead = 0
  const messages = createRoomMessages({
    ...{ channel, emit, clock, log, ahead: () => ahead },
    facts(room) {
      const own = places.has(room) ? nick(room) : null
      if (own === null) return null
      return {
        ...{ nick: own, names: rooms.names(), occupant: each => occupant(room, each) },
        trustsStanzaIds: announces(room, stanzaIdNamespace),
        trustsOccupantIds: announces(room, occupantIdNamespace),
      }
    },
  })

  function left(room: BareJid): void {
    const place = places.get(room)
    messages.left(room)
    places.delete(room)
    place?.sync?.dispose()
  }

  /** Null where the room announces no archive. What it has comes before all that we hear from now on. */
  function beginSync(room: BareJid): ArchiveSync | null {
    if (!announces(room, archiveNamespace)) return null
    const sync = createArchiveSync({
      ...{ account, room, emit, clock, log },
      archive: { isThere: async () => true, fetchPage: query => archive.fetchPage({ ...query, of: room }) },
      discovery: { accountSupports: async namespace => announces(room, namespace) },
      kept: { archive: () => store.archive(account, room), history: async () => ({ oldest: null }) },
      parse: (stanza, archived) => messages.parseArchived(room, stanza, archived),
    })
    sync.streamBegan()
    return sync
  }

  /** XEP-0045, 7.2.14: of a room without an archive only what it tells by itself is known. */
  async function missed(room: BareJid): Promise<HistoryWish> {
    await emit({ type: 'archive.absent', account, room })
    const newest = await lastHeard(room)
    if (newest === null) return { maxStanzas: firstMessages }
    // What was heard as it was said has our time.
    asked ??= options.ahead()
    ahead = await asked
    return { maxStanzas: mostMissed, since: Math.max(0, newest + Math.min(0, ahead) - clockSkew) }
  }

  /** When; null: nothing yet. What the person has written meanwhile says nothing of what was said in the room before. */
  async function lastHeard(room: BareJid): Promise<number | null> {
    let before: number | null = null
    for (;;) {
      const { messages, hasMore } = await store.page(account, room, before, pageSize)
      const newest = messages.findLast(({ direction, state }) => direction === 'in' || state === 'stored')
      if (newest !== undefined) return newest.time
      const [oldest] = messages
      if (oldest === undefined || !hasMore) return null
      before = oldest.order
    }
  }

  async function begin(room: BareJid, place: Place): Promise<void> {
    const recounted = messages.entered(room)
    // What we have made ourselves says only now what it is.
    place.sync ??= beginSync(room)
    place.isIn = true
    await settle(room, place, recounted)
  }

  /** Where the connection is lost before what was missed is here, the stream that goes on asks again. */
  async function settle(room: BareJid, place: Place, recounted: Promise<unknown> | undefined): Promise<void> {
    while (place.sync !== null && !(await place.sync.catchUp())) {
      // The stream may go on already.
      if (channel.address() === null || places.get(room) !== place) return
    }
    await recounted
    // Meanwhile we may have left it, or be in it anew.
    if (places.get(room) !== place) return
    place.stay = { room }
    flush()
  }

  const leftAll = (): void => {
    for (const room of [...places.keys()]) left(room)
  }

  const ends = [
    channel.onOffline(({ resumable }) => {
      asked = null
      if (!resumable) leftAll()
    }),
    // Where the stream did not go on after all: what is sent now would find us in no room.
    channel.onOnline(leftAll),
    channel.onResumed(({ forgotten }) => {
      for (const [room, place] of [...places]) {
        if (forgotten) left(room)
        else if (place.isIn && place.stay === null)
          drop(settle(room, place, undefined), log, 'what was missed in a room')
      }
    }),
  ]
  return {
    historyWish: async room => (announces(room, archiveNamespace) ? { maxStanzas: 0 } : missed(room)),
    entering(room) {
      left(room)
      places.set(room, { sync: beginSync(room), isIn: false, stay: null })
      messages.entering(room, !announces(room, archiveNamespace))
    },
    entered(room) {
      const place = places.get(room)
      if (place !== undefined) drop(begin(room, place), log, 'what was missed in a room')
    },
    left,
    stay({ peer }) {
      const room = roomOf(peer)
      return rooms.has(room) || peer !== room ? (places.get(room)?.stay ?? null) : undefined
    },
    async loadOlder(room) {
      const place = places.get(room)
      if (place === undefined) throw new AppError('room-not-joined', 'only who is in a room may read its archive')
      await place.sync?.loadOlder(null)
    },
    dispose() {
      for (const end of ends) end()
      leftAll()
      messages.dispose()
    },
  }
}
