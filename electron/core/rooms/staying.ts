import type { BareJid } from '../../../shared/domain/address.ts'
import {
  AppError,
  type Failure,
  type FailureCode,
  isConnectionLost,
  toFailure,
} from '../../../shared/domain/failure.ts'
import type { StanzaChannel } from '../../connection/session.ts'
import type { Store } from '../../store/store.ts'
import type { Discovery } from '../../xmpp/disco/discovery.ts'
import type { HistoryWish } from '../../xmpp/muc/build.ts'
import type { Muc } from '../../xmpp/muc/muc.ts'
import type { Emit } from '../events.ts'
import { type Clock, drop, type Log } from '../ports/index.ts'
import { isRoom, type RoomInfo, roomNameOf, traitsOf } from './traits.ts'

/** What goes on in a room that we are in: its messages. */
export interface RoomTalk {
  /** How much of what was said before the room is to tell. */
  historyWish(room: BareJid): Promise<HistoryWish | null>
  /** We are going in: what comes from now on is of it. */
  entering(room: BareJid): void
  /** We are in it, and it is in the list. */
  entered(room: BareJid): void
  /** We are not in it any more, or did not come in. */
  left(room: BareJid): void
}

/** Brings us into rooms and keeps us there. */
export interface Staying {
  /** A new stream: into all rooms that are joined by themselves, or that we were in. */
  begin(): Promise<void>
  /** The stream goes on after a break: into what the break has kept us out of. */
  goOn(): void
  /** Into rooms that have come into the list by themselves; before `begin` nothing, for that takes them all. */
  follow(rooms: readonly BareJid[]): void
  /** @throws AppError why the room does not let us in */
  join(room: BareJid, wish: { readonly nick: string; readonly password: string | null }): Promise<void>
  /** Going in, and making it by that: it is locked and not told of yet. @throws AppError `room-exists` and the like */
  make(room: BareJid, nick: string): Promise<void>
  /** What was made is set up: we are in it. */
  settle(room: BareJid, password: string | null): Promise<void>
  leave(room: BareJid): Promise<void>
  /** What a room announces of itself (XEP-0030); null where it was not asked. */
  info(room: BareJid): RoomInfo | null
  /** It has thrown us out, or lost us (null). */
  out(room: BareJid, failure: Failure | null): void
  /** What it says of itself has changed. */
  describe(room: BareJid): Promise<void>
  dispose(): void
}

/** Rooms that are gone into at a time: what else is to be said must not wait for a hundred of them. */
const mostAtOnce = 4

/** Milliseconds until it is tried again by itself: at first, and at most. */
const pauses: Partial<Readonly<Record<FailureCode, readonly [number, number]>>> = {
  // It may be ourselves, from before the connection broke off.
  'nick-taken': [20_000, 300_000],
  'room-shut-down': [5000, 300_000],
  'room-locked': [30_000, 300_000],
  'room-full': [120_000, 600_000],
  'request-timed-out': [30_000, 600_000],
  'address-unreachable': [60_000, 600_000],
}
const mostAttempts = 20
/** Milliseconds in a room after which being lost by it is nothing that happens again and again. */
const steady = 60_000

interface Wanted {
  attempts: number
  /** It was to be tried while there was no connection. */
  isDue: boolean
  /** Milliseconds since 1970: in it the last time. */
  since: number
  callOff: () => void
}

export function createStaying(options: {
  readonly channel: StanzaChannel
  readonly muc: Pick<Muc, 'join' | 'announce' | 'leave' | 'rename' | 'nick'>
  readonly discovery: Pick<Discovery, 'infoNow'>
  readonly talk: RoomTalk
  /** A room that came into being by our going in goes again. */
  readonly giveUp: (room: BareJid) => Promise<void>
  readonly store: Pick<Store, 'rooms' | 'room'>
  readonly emit: Emit
  readonly clock: Clock
  readonly log: Log
}): Staying {
  const { channel, muc, discovery, talk, giveUp, store, emit, clock, log } = options
  const { account } = channel
  const wanted = new Map<BareJid, Wanted>()
  const infos = new Map<BareJid, RoomInfo>()
  /** Ways in that are not done yet, one for each room. */
  const entries = new Map<BareJid, Promise<void>>()
  /** Into all that we want to be in, on this stream. */
  let hasBegun = false

  const phase = (
    room: BareJid,
    next: { type: 'joining' | 'left' } | { type: 'failed'; failure: Failure; retryAt: number | null },
  ) => emit({ type: 'room.changed', account, room, facts: { phase: next } })

  /** Whether there is such a room; null where nobody says. Whoever went in unasked would make one. */
  async function ask(room: BareJid): Promise<boolean | null> {
    try {
      infos.set(room, await discovery.infoNow(room))
      return true
    } catch (error) {
      if (isConnectionLost(error)) throw error
      const { code, details } = toFailure(error)
      if (code === 'refused-by-server' && details.condition === 'item-not-found') return false
      if (details.condition?.startsWith('remote-server-')) {
        throw new AppError('address-unreachable', 'its server does not answer', { domain: domainOf(room) })
      }
      return null
    }
  }

  async function goIn(room: BareJid, nick: string, password: string | null, exists: boolean | null): Promise<boolean> {
    const hasOccupantIds = infos.get(room)?.features.has('urn:xmpp:occupant-id:0') ?? false
    const history = await talk.historyWish(room)
    talk.entering(room)
    try {
      const { isNew } = await muc.join(room, { nick, password, history, exists, hasOccupantIds })
      return isNew
    } catch (error) {
      talk.left(room)
      throw error
    }
  }

  async function enter(room: BareJid, nick: string, password: string | null): Promise<void> {
    const exists = await ask(room)
    if (exists === false) throw notFound(room)
    const info = infos.get(room)
    if (exists === true && info !== undefined && !isRoom(info)) throw notFound(room)
    if (await goIn(room, nick, password, exists)) {
      await undo(room)
      throw notFound(room)
    }
    await settle(room, password)
  }

  async function undo(room: BareJid): Promise<void> {
    await giveUp(room).catch(() => log.info('a room that came into being stays'))
    await muc.leave(room)
    talk.left(room)
  }

  async function settle(room: BareJid, password: string | null): Promise<void> {
    // In one breath: whoever writes our list elsewhere (the bookmarks do) is not to find a room without its name.
    const announced = muc.announce(room, password)
    await Promise.all([announced, muc.nick(room) === null ? undefined : tellInfo(room)])
    want(room).since = clock.now()
    talk.entered(room)
  }

  async function tellInfo(room: BareJid): Promise<void> {
    const info = infos.get(room)
    if (info === undefined) return
    const name = roomNameOf(info)
    if (name !== null) await emit({ type: 'room.kept', account, room, kept: { name } })
    await emit({ type: 'room.changed', account, room, facts: { traits: traitsOf(info) } })
  }

  function want(room: BareJid): Wanted {
    const known = wanted.get(room)
    if (known !== undefined) return known
    const wish: Wanted = { attempts: 0, isDue: false, since: clock.now(), callOff: () => {} }
    wanted.set(room, wish)
    return wish
  }

  function forget(room: BareJid): void {
    wanted.get(room)?.callOff()
    wanted.delete(room)
  }

  /** One way in at a time. */
  function inTurn(room: BareJid, way: () => Promise<void>): Promise<void> {
    const before = entries.get(room) ?? Promise.resolve()
    const entry = before
      .catch(() => {}) // It has failed for whoever wanted it.
      .then(way)
      .finally(() => {
        if (entries.get(room) === entry) entries.delete(room)
      })
    entries.set(room, entry)
    return entry
  }

  const comeBack = (room: BareJid): Promise<void> =>
    inTurn(room, async () => {
      const held = await store.room(account, room)
      const wish = wanted.get(room)
      if (held === null || wish === undefined || muc.nick(room) !== null) return
      wish.isDue = channel.address() === null
      if (wish.isDue) return
      await phase(room, { type: 'joining' })
      try {
        await enter(room, held.room.nick, held.password)
      } catch (error) {
        await failed(room, error)
      }
    })

  async function failed(room: BareJid, error: unknown): Promise<void> {
    const failure = toFailure(error)
    log.info('not in a room', { code: failure.code })
    const wish = wanted.get(room)
    if (wish === undefined) return phase(room, { type: 'left' })
    // The next stream takes us in, or this one when it goes on.
    if (isConnectionLost(error)) {
      wish.isDue = true
      return
    }
    const pause = pauses[failure.code]
    if (pause === undefined || wish.attempts >= mostAttempts) {
      forget(room)
      return phase(room, { type: 'failed', failure, retryAt: null })
    }
    const milliseconds = Math.min(pause[0] * 2 ** wish.attempts, pause[1])
    wish.attempts += 1
    wish.callOff()
    wish.callOff = clock.after(milliseconds, () => drop(comeBack(room), log, 'coming back into a room'))
    return phase(room, { type: 'failed', failure, retryAt: clock.now() + milliseconds })
  }

  async function comeBackInto(rooms: readonly BareJid[]): Promise<void> {
    const waiting = [...rooms]
    const next = async (): Promise<void> => {
      for (let room = waiting.shift(); room !== undefined; room = waiting.shift()) await comeBack(room)
    }
    await Promise.all(Array.from({ length: mostAtOnce }, next))
  }

  async function loseAll(willGoOn: boolean): Promise<void> {
    for (const [room, wish] of wanted) {
      wish.callOff()
      wish.attempts = 0
      talk.left(room)
      await phase(room, { type: willGoOn ? 'joining' : 'left' })
    }
    if (!willGoOn) wanted.clear()
  }

  const end = channel.onOffline(({ failure, resumable }) => {
    if (resumable) return
    hasBegun = false
    drop(loseAll(failure !== null), log, 'rooms')
  })

  return {
    async begin() {
      for (const { room } of await store.rooms(account)) if (room.autojoin) want(room.address)
      for (const [room, wish] of wanted) {
        // The person may have been faster, while the list of the server was on its way.
        if (muc.nick(room) !== null || entries.has(room)) continue
        wish.callOff()
        wish.attempts = 0
        talk.left(room)
        await phase(room, { type: 'joining' })
      }
      hasBegun = true
      await comeBackInto([...wanted.keys()])
    },

    goOn() {
      const kept = [...wanted].filter(
        ([room, { attempts, isDue }]) => (attempts === 0 || isDue) && muc.nick(room) === null,
      )
      if (hasBegun && kept.length > 0) drop(comeBackInto(kept.map(([room]) => room)), log, 'into rooms after a break')
    },

    follow(rooms) {
      if (!hasBegun) return
      for (const room of rooms) want(room)
      drop(comeBackInto(rooms), log, 'into rooms of the list')
    },

    join: (room, { nick, password }) =>
      inTurn(room, async () => {
        if (muc.nick(room) !== null) return muc.rename(room, nick)
        wanted.get(room)?.callOff()
        const held = await store.room(account, room)
        await phase(room, { type: 'joining' })
        try {
          await enter(room, nick, password)
          want(room).attempts = 0
        } catch (error) {
          if (!isConnectionLost(error)) {
            forget(room)
            const wasLeft = toFailure(error).code === 'room-not-joined'
            await phase(room, wasLeft ? { type: 'left' } : { type: 'failed', failure: toFailure(error), retryAt: null })
          } else if (held === null) forget(room)
          throw error
        }
      }),

    make: (room, nick) =>
      inTurn(room, async () => {
        const exists = muc.nick(room) !== null || (await ask(room))
        if (exists === true) throw new AppError('room-exists', 'there is one')
        try {
          if (await goIn(room, nick, null, exists)) return
        } catch (error) {
          const { code } = toFailure(error)
          // It keeps people out: so there is one.
          if (keepsOut.has(code)) throw new AppError('room-exists', 'there is one, and it keeps us out')
          throw error
        }
        await muc.leave(room)
        talk.left(room)
        throw new AppError('room-exists', 'there is one, and it has let us in')
      }),

    async settle(room, password) {
      await ask(room)
      await settle(room, password)
      want(room).attempts = 0
    },

    async leave(room) {
      forget(room)
      await muc.leave(room)
      talk.left(room)
      await phase(room, { type: 'left' })
    },

    info: room => infos.get(room) ?? null,

    out(room, failure) {
      talk.left(room)
      const lost = async (): Promise<void> => {
        const wish = want(room)
        if (clock.now() - wish.since >= steady) wish.attempts = 0
        // The room does not know us any more: nobody meant that.
        if (failure === null && wish.attempts === 0) {
          wish.attempts = 1
          await comeBack(room)
        } else await failed(room, asError(failure ?? { code: 'room-shut-down', details: { domain: domainOf(room) } }))
      }
      drop(lost(), log, 'out of a room')
    },

    async describe(room) {
      await ask(room)
      await tellInfo(room)
    },

    dispose() {
      end()
      for (const { callOff } of wanted.values()) callOff()
      wanted.clear()
    },
  }
}

const keepsOut: ReadonlySet<FailureCode> = new Set([
  'room-password',
  'room-members-only',
  'room-banned',
  'room-full',
  'room-locked',
  'nick-taken',
] as const)

function notFound(room: BareJid): AppError {
  return new AppError('room-not-found', 'there is no such room', { domain: domainOf(room) })
}

const asError = ({ code, details }: Failure): AppError => new AppError(code, 'said by the room', details)

const domainOf = (room: BareJid): string => room.slice(room.indexOf('@') + 1)
