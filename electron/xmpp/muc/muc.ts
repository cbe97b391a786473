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
import type { Occupant, Room } from '../../../shared/domain/room.ts'
import type { StanzaChannel } from '../../connection/session.ts'
import type { Emit } from '../../core/events.ts'
import { type Clock, drop, type Log } from '../../core/ports/index.ts'
import type { Element } from '../../stanza/element.ts'
import { splitJid, withResource } from '../../stanza/jid.ts'
import { roomUserNamespace } from '../../stanza/room-notice.ts'
import { parseStanzaError } from '../../stanza/stanza-error.ts'
import { buildJoin, buildLeave, buildRoomPresence, type HistoryWish } from './build.ts'
import { joinFailure } from './join-failure.ts'
import { codesOf, farewellOf, parsePlace, parseRoomPresence, parseSubject, type RoomPresence } from './parse.ts'
import { pingSelf } from './self-ping.ts'

export interface JoinWish {
  readonly nick: string
  readonly password: string | null
  readonly history: HistoryWish | null
  /** Whether the room has said something of itself before; null where nobody knows. */
  readonly exists: boolean | null
  /** It announces XEP-0421. */
  readonly hasOccupantIds: boolean
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
/** More people are in no room that somebody reads; beyond that nobody is kept. */
export const mostOccupants = 25_000

interface Membership {
  readonly room: BareJid
  nick: string
  readonly exists: boolean | null
  readonly hasOccupantIds: boolean
  state: 'joining' | 'joined' | 'leaving'
  announced: boolean
  heard: number
  readonly occupants: Map<string, Occupant>
  subject: Room['subject']
  /** Ends what waits for the room: going in, another nick, going out. */
  waiting: { readonly done: (isNew: boolean) => void; readonly failed: (error: AppError) => void } | null
  callOff: () => void
}

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
  const memberships = new Map<BareJid, Membership>()

  const address = (room: BareJid, nick: string): FullJid => withResource(room, nick)
  const nickOf = (full: FullJid): string => splitJid(full).resource ?? ''

  function tell(event: Parameters<Emit>[0]): void {
    drop(emit(event), log, event.type)
  }

  /** A promise that the room ends, or silence. */
  function wait(membership: Membership, patience: number): Promise<boolean> {
    membership.callOff()
    return new Promise((resolve, reject) => {
      const end = (): void => {
        membership.callOff()
        membership.waiting = null
      }
      membership.waiting = {
        done(isNew) {
          end()
          resolve(isNew)
        },
        failed(error) {
          end()
          reject(error)
        },
      }
      const sleep = (milliseconds: number): void => {
        membership.callOff = clock.after(milliseconds, () => {
          const left = membership.heard + patience - clock.now()
          if (left > 0) sleep(left)
          else membership.waiting?.failed(silence(membership.room))
        })
      }
      membership.heard = clock.now()
      sleep(patience)
    })
  }

  function end(membership: Membership): void {
    membership.callOff()
    if (memberships.get(membership.room) === membership) memberships.delete(membership.room)
  }

  function out(membership: Membership, failure: Failure | null): void {
    end(membership)
    const { waiting, state, room } = membership
    if (state === 'leaving') waiting?.done(false)
    else if (state === 'joining') {
      const { code, details } = failure ?? { code: 'room-shut-down', details: { domain: splitJid(room).domain } }
      waiting?.failed(new AppError(code, 'sent away while going in', details))
    } else {
      waiting?.failed(new AppError('room-not-joined', 'sent away meanwhile'))
      onOut(room, failure)
    }
  }

  function takePresence(membership: Membership, presence: RoomPresence): void {
    const isOurs = presence.codes.has(110) || presence.nick === membership.nick
    if (presence.occupant === null) takeFarewell(membership, presence, isOurs)
    else if (membership.state !== 'leaving') takeOccupant(membership, presence.occupant, presence, isOurs)
  }

  function takeOccupant(membership: Membership, occupant: Occupant, { codes }: RoomPresence, isOurs: boolean): void {
    const { room, occupants } = membership
    if (!occupants.has(occupant.nick) && occupants.size >= mostOccupants && !isOurs) return
    const gone: string[] = []
    // The room may have chosen another nick for us (210), or changed it without a word.
    if (isOurs && membership.nick !== occupant.nick) {
      if (membership.announced && occupants.delete(membership.nick)) gone.push(membership.nick)
      membership.nick = occupant.nick
    }
    occupants.set(occupant.nick, occupant)
    if (membership.announced) tellOccupants(membership, [occupant], gone, isOurs)
    if (occupant.address !== null) onSeen(room, occupant.address)
    if (!isOurs) return
    if (membership.state === 'joining') membership.state = 'joined'
    membership.waiting?.done(codes.has(201))
  }

  function takeFarewell(membership: Membership, presence: RoomPresence, isOurs: boolean): void {
    const { occupants, room } = membership
    const isRenamed = presence.codes.has(303) && presence.newNick !== null
    if (isOurs && !isRenamed) {
      const failure = farewellOf(presence, room)
      // The echo of an earlier goodbye: we are on our way in again.
      if (membership.state === 'joining' && failure === null) return
      out(membership, failure)
      return
    }
    // Openfire tells of some twice.
    if (!occupants.delete(presence.nick)) return
    if (isOurs && presence.newNick !== null) membership.nick = preparedNick(room, presence.newNick) ?? membership.nick
    if (membership.announced) tellOccupants(membership, [], [presence.nick], false)
  }

  function tellOccupants(
    membership: Membership,
    changed: readonly Occupant[],
    gone: readonly string[],
    isOurs: boolean,
  ): void {
    const [first] = changed
    const own =
      isOurs && first !== undefined ? { nick: first.nick, role: first.role, affiliation: first.affiliation } : null
    tell({ type: 'occupants.changed', account, room: membership.room, occupants: changed, gone, own })
  }

  function takeError(membership: Membership, stanza: Element): void {
    const error = parseStanzaError(stanza)
    const { room, exists, state, waiting } = membership
    log.info('a room refused a presence', { condition: error.condition })
    if (state === 'leaving') {
      end(membership)
      waiting?.done(false)
    } else if (waiting !== null) {
      if (state === 'joining') end(membership)
      waiting.failed(joinFailure(room, error, state === 'joining' ? exists : true))
    } else drop(check(room), log, 'a look whether we are in a room')
  }

  function receivePresence(stanza: Element): void {
    const place = parsePlace(stanza)
    const membership = place === null ? undefined : memberships.get(place.room)
    // Who is in rooms that we are not in is nobody's to tell us.
    if (place === null || membership === undefined) return
    membership.heard = clock.now()
    const { type } = stanza.attrs
    if (type === 'error') takeError(membership, stanza)
    else if (place.nick !== null && (type === undefined || type === 'unavailable')) {
      takePresence(membership, parseRoomPresence(stanza, place.nick, membership.hasOccupantIds))
    }
  }

  function receiveMessage(stanza: Element): void {
    const place = parsePlace(stanza)
    const membership = place === null ? undefined : memberships.get(place.room)
    if (place === null || membership === undefined) return
    membership.heard = clock.now()
    const { room } = place
    const { type } = stanza.attrs
    if (type === 'error') {
      // XEP-0410, 4: what we say is not taken because we are not in it.
      if (place.nick === null && parseStanzaError(stanza).condition === 'not-acceptable') {
        drop(check(room), log, 'a look whether we are in a room')
      }
      return
    }
    if (type !== 'groupchat') return
    const subject = parseSubject(stanza, place.nick)
    if (subject !== null) {
      membership.subject = subject.text === '' ? null : subject
      const facts = { subject: membership.subject }
      if (membership.announced) tell({ type: 'room.changed', account, room, facts })
    }
    // 10.2.1: only the room itself says so.
    if (place.nick === null && [...codesOf(stanza)].some(code => code === 104 || (code >= 170 && code <= 174))) {
      onConfigured(room)
    }
  }

  async function join(room: BareJid, { nick, password, history, exists, hasOccupantIds }: JoinWish) {
    const to = address(room, nick)
    const before = memberships.get(room)
    if (before !== undefined) out(before, null)
    const membership: Membership = {
      ...{ room, nick: nickOf(to), exists, hasOccupantIds, state: 'joining', announced: false, heard: clock.now() },
      ...{ occupants: new Map(), subject: null, waiting: null, callOff: () => {} },
    }
    memberships.set(room, membership)
    const joined = wait(membership, joinPatience)
    try {
      const [isNew] = await Promise.all([
        joined,
        channel.send(buildJoin(to, { password, history }, extensions())).catch((error: unknown) => {
          membership.waiting?.failed(error instanceof AppError ? error : new AppError('internal', 'not sent'))
        }),
      ])
      return { isNew }
    } catch (error) {
      end(membership)
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
    const left = wait(membership, leavePatience).catch(() => log.debug('a room said no goodbye'))
    try {
      await channel.send(buildLeave(address(room, membership.nick)))
      await left
    } finally {
      end(membership)
    }
  }

  async function rename(room: BareJid, nick: string): Promise<void> {
    const membership = require(room)
    const to = address(room, nick)
    if (nickOf(to) === membership.nick) return
    const renamed = wait(membership, joinPatience)
    await channel.send(buildRoomPresence(to, extensions())).catch((error: unknown) => {
      membership.waiting?.failed(error instanceof AppError ? error : new AppError('internal', 'not sent'))
    })
    await renamed
  }

  function require(room: BareJid): Membership {
    const membership = memberships.get(room)
    if (membership?.state !== 'joined') throw new AppError('room-not-joined', 'we are not in this room')
    return membership
  }

  async function check(room: BareJid): Promise<void> {
    const membership = memberships.get(room)
    if (membership?.state !== 'joined' || membership.waiting !== null) return
    const answer = await pingSelf(channel, address(room, membership.nick))
    if (memberships.get(room) !== membership || membership.state !== 'joined') return
    if (answer !== 'unknown') membership.heard = clock.now()
    if (answer === 'not-joined') out(membership, null)
  }

  /** What a stream brought is over with it. */
  function forget(): void {
    for (const membership of [...memberships.values()]) {
      end(membership)
      membership.waiting?.failed(new AppError('network-lost', 'the connection ended'))
    }
  }

  const ends = [
    channel.onPresence(receivePresence),
    channel.onMessage(receiveMessage),
    channel.onOnline(forget),
    channel.onOffline(({ resumable }) => {
      if (!resumable) forget()
    }),
    channel.onResumed(({ forgotten }) => {
      if (forgotten) forget()
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
      const rooms = [...memberships.values()].filter(({ state }) => state === 'joined')
      await Promise.all(
        rooms.map(({ room, nick }) => channel.send(buildRoomPresence(address(room, nick), extensions()))),
      )
    },
    claims(presence) {
      if (presence.getChild('x', roomUserNamespace) !== undefined) return true
      const place = parsePlace(presence)
      return place !== null && memberships.has(place.room)
    },
    check,
    async checkAll(silenceOf = 0) {
      const now = clock.now()
      const quiet = [...memberships.values()].filter(({ heard }) => now - heard >= silenceOf)
      for (const { room } of quiet) await check(room)
    },
    dispose() {
      for (const each of ends) each()
      forget()
    },
  }
}

function preparedNick(room: BareJid, nick: string): string | null {
  try {
    return splitJid(withResource(room, nick)).resource
  } catch {
    // No nick that anybody could have.
    return null
  }
}

function silence(room: BareJid): AppError {
  return new AppError('request-timed-out', 'the room says nothing', { domain: splitJid(room).domain })
}
