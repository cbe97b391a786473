/**
 * XEP-0045: Multi-User Chat, version 1.35.5, https://xmpp.org/extensions/xep-0045.html
 * XEP-0421: Occupant identifiers, version 1.0.1, https://xmpp.org/extensions/xep-0421.html (receiving)
 * XEP-0410: MUC Self-Ping, version 1.1.0, https://xmpp.org/extensions/xep-0410.html
 * Supported: going into rooms and out of them, who is there, nicks, subjects, how a room ends for us. Rooms are made and set
 * up by `room-owner.ts`, invitations are `invitations.ts`. Left out: messages, voice requests, registration, lists of
 * affiliations.
 */
import type { BareJid, FullJid } from '../../../shared/domain/address.ts'
import { AppError, type Failure } from '../../../shared/domain/failure.ts'
import type { Occupant } from '../../../shared/domain/room.ts'
import type { StanzaChannel } from '../../connection/session.ts'
import type { Emit } from '../../core/events.ts'
import type { Clock, Log } from '../../core/ports/index.ts'
import type { Element } from '../../stanza/element.ts'
import { splitJid, withResource } from '../../stanza/jid.ts'
import { roomUserNamespace } from '../../stanza/room-notice.ts'
import { buildJoin, buildLeave, buildRoomPresence, type HistoryWish } from './build.ts'
import { createMemberships, type Membership } from './memberships.ts'
import { parsePlace } from './parse.ts'
import { createRoomReceiver } from './receive.ts'
import { pingSelf } from './self-ping.ts'

export interface JoinWish extends Pick<Membership, 'exists' | 'hasOccupantIds'> {
  readonly nick: string
  readonly password: string | null
  readonly history: HistoryWish | null
}

export interface Muc {
  /**
   * Goes into a room. Resolves when we are in it; nothing is told of it before `announce`.
   * @returns whether the room has been made by that (201): then it is locked until its owner has set it up
   * @throws AppError `not-connected`, `network-lost`, `request-timed-out`, or why the room does not let us in
   */
  join(room: BareJid, wish: JoinWish): Promise<{ readonly isNew: boolean }>
  /** Tells that we are in it and who else, and from now on every change. */
  announce(room: BareJid, password: string | null): Promise<void>
  /** Resolves when the room has confirmed it, or takes too long. */
  leave(room: BareJid): Promise<void>
  /** Another nick in a room that we are in. @throws AppError `nick-taken` and the like */
  rename(room: BareJid, nick: string): Promise<void>
  /** Our nick in a room that we are in, or are going into; null for all other addresses. */
  nick(room: BareJid): string | null
  /** Somebody who is in a room that we are in. */
  occupant(room: BareJid, nick: string): Occupant | null
  /** How we are has changed: every room is told. */
  publish(): Promise<void>
  /** Whether a presence is of a room, or says to be: then it says nothing of the person whose address it bears. */
  claims(presence: Element): boolean
  /** Asks whether we are still in a room that looks so; where not, `onOut`. */
  check(room: BareJid): Promise<void>
  /** The same for all, or for those that nothing was heard of for so many milliseconds. */
  checkAll(silence?: number): Promise<void>
  dispose(): void
}

/** Milliseconds without a word from the room in which a join has to be done. */
const joinPatience = 30_000
const leavePatience = 5000

export function createMuc(options: {
  readonly channel: StanzaChannel
  readonly emit: Emit
  readonly clock: Clock
  readonly log: Log
  /** What stands in every presence of ours: show, status, capabilities, picture. */
  readonly extensions: () => readonly Element[]
  /** We are not in it any more without having asked for it; null where the room does not say why. */
  readonly onOut: (room: BareJid, failure: Failure | null) => void
  /** Somebody is in it, who they are being known. */
  readonly onSeen: (room: BareJid, address: BareJid) => void
  /** What it says of itself has changed. */
  readonly onConfigured: (room: BareJid) => void
}): Muc {
  const { channel, emit, clock, log, extensions, onOut, onSeen, onConfigured } = options
  const { account } = channel
  const memberships = createMemberships({ clock, onOut })

  function address(room: BareJid, nick: string): FullJid {
    try {
      return withResource(room, nick)
    } catch {
      throw new AppError('nick-refused', 'nobody can be called so')
    }
  }

  const nickOf = (full: FullJid): string => splitJid(full).resource ?? ''

  async function join(room: BareJid, { nick, password, history, exists, hasOccupantIds }: JoinWish) {
    const to = address(room, nick)
    const before = memberships.get(room)
    if (before !== undefined) memberships.out(before, null)
    const membership = memberships.add(room, { nick: nickOf(to), exists, hasOccupantIds })
    const joined = memberships.wait(membership, joinPatience)
    try {
      const [isNew] = await Promise.all([
        joined,
        channel.send(buildJoin(to, { password, history }, extensions())).catch((error: unknown) => {
          membership.waiting?.failed(error instanceof AppError ? error : new AppError('internal', 'not sent'))
        }),
      ])
      return { isNew }
    } catch (error) {
      memberships.end(membership)
      // It may let us in later on: then we are not to be there unawares.
      if (error instanceof AppError && error.code === 'request-timed-out') {
        await channel.send(buildLeave(to)).catch(() => log.debug('nobody to say goodbye to'))
      }
      throw error
    }
  }

  async function leave(room: BareJid): Promise<void> {
    const membership = memberships.get(room)
    if (membership === undefined) return
    membership.waiting?.failed(new AppError('room-not-joined', 'left before it was done'))
    membership.state = 'leaving'
    membership.announced = false
    const left = memberships.wait(membership, leavePatience).catch(() => log.debug('a room said no goodbye'))
    try {
      await channel.send(buildLeave(address(room, membership.nick)))
      await left
    } finally {
      memberships.end(membership)
    }
  }

  async function rename(room: BareJid, nick: string): Promise<void> {
    const membership = require(room)
    const to = address(room, nick)
    if (nickOf(to) === membership.nick) return
    membership.renamedFrom = membership.nick
    const renamed = memberships.wait(membership, joinPatience).finally(() => {
      membership.renamedFrom = null
    })
    const sent = channel.send(buildRoomPresence(to, extensions())).catch((error: unknown) => {
      membership.waiting?.failed(error instanceof AppError ? error : new AppError('internal', 'not sent'))
    })
    await Promise.all([renamed, sent])
  }

  function require(room: BareJid): Membership {
    const membership = memberships.get(room)
    if (membership?.state !== 'joined') throw new AppError('room-not-joined', 'we are not in this room')
    return membership
  }

  function check(room: BareJid): Promise<void> {
    const membership = memberships.get(room)
    if (membership?.state !== 'joined' || membership.waiting !== null) return Promise.resolve()
    membership.checking ??= ask(membership).finally(() => {
      membership.checking = null
    })
    return membership.checking
  }

  async function ask(membership: Membership): Promise<void> {
    const { room, nick } = membership
    const answer = await pingSelf(channel, address(room, nick))
    if (memberships.get(room) !== membership || membership.state !== 'joined') return
    if (answer !== 'unknown') membership.heard = clock.now()
    // Where it has changed meanwhile, the room has told us so: we are in it.
    const isGone = answer === 'not-found' && nick === membership.nick
    if (answer === 'not-joined' || isGone) memberships.out(membership, null)
  }

  const receiver = createRoomReceiver({ account, memberships, emit, clock, log, check, onSeen, onConfigured })
  const ends = [
    channel.onPresence(receiver.presence),
    channel.onMessage(receiver.message),
    channel.onOnline(memberships.forget),
    channel.onOffline(({ resumable }) => {
      if (!resumable) memberships.forget()
    }),
    channel.onResumed(({ forgotten }) => {
      if (forgotten) memberships.forget()
    }),
  ]

  return {
    join,
    async announce(room, password) {
      const membership = require(room)
      membership.announced = true
      const { nick, subject, occupants } = membership
      const { role = 'participant', affiliation = 'none' } = occupants.get(nick) ?? {}
      const own = { nick, role, affiliation }
      await emit({ type: 'room.joined', account, room, own, password, subject, occupants: [...occupants.values()] })
    },
    leave,
    rename,
    nick(room) {
      const membership = memberships.get(room)
      return membership === undefined || membership.state === 'leaving' ? null : membership.nick
    },
    occupant: (room, nick) => memberships.get(room)?.occupants.get(nick) ?? null,
    async publish() {
      const rooms = memberships.all().filter(({ state }) => state === 'joined')
      await Promise.all(
        rooms.map(({ room, nick }) => channel.send(buildRoomPresence(address(room, nick), extensions()))),
      )
    },
    claims(presence) {
      if (presence.getChild('x', roomUserNamespace) !== undefined) return true
      const place = parsePlace(presence)
      return place !== null && memberships.get(place.room) !== undefined
    },
    check,
    async checkAll(silenceOf = 0) {
      const now = clock.now()
      const quiet = memberships.all().filter(({ heard }) => now - heard >= silenceOf)
      // One after the other, but for those of a service that says nothing the others do not wait.
      const services = Map.groupBy(quiet, ({ room }) => splitJid(room).domain)
      const rounds = [...services.values()].map(async rooms => {
        for (const { room } of rooms) await check(room)
      })
      await Promise.all(rounds)
    },
    dispose() {
      for (const each of ends) each()
      memberships.forget()
    },
  }
}
