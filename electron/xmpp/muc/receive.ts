import type { AccountId, BareJid } from '../../../shared/domain/address.ts'
import type { Occupant } from '../../../shared/domain/room.ts'
import type { Emit } from '../../core/events.ts'
import { type Clock, drop, type Log } from '../../core/ports/index.ts'
import type { Element } from '../../stanza/element.ts'
import { splitJid, withResource } from '../../stanza/jid.ts'
import { parseStanzaError } from '../../stanza/stanza-error.ts'
import { joinFailure } from './join-failure.ts'
import type { Membership, Memberships } from './memberships.ts'
import { codesOf, farewellOf, parsePlace, parseRoomPresence, parseSubject, type RoomPresence } from './parse.ts'

/** More people are in no room that somebody reads; beyond that nobody is kept. */
export const mostOccupants = 25_000

/** What rooms tell: who comes, is and goes, what is refused, the subject, that they were set up anew. */
export interface RoomReceiver {
  presence(stanza: Element): void
  message(stanza: Element): void
}

export function createRoomReceiver(options: {
  readonly account: AccountId
  readonly memberships: Memberships
  readonly emit: Emit
  readonly clock: Clock
  readonly log: Log
  /** Asks whether we are still in it. */
  readonly check: (room: BareJid) => Promise<void>
  readonly onSeen: (room: BareJid, address: BareJid) => void
  readonly onConfigured: (room: BareJid) => void
}): RoomReceiver {
  const { account, memberships, emit, clock, log, check, onSeen, onConfigured } = options

  function tell(event: Parameters<Emit>[0]): void {
    drop(emit(event), log, event.type)
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
    // The room may have chosen another nick for us (210): who has the one that we wanted is not we. Or changed it without a word.
    if (isOurs && membership.nick !== occupant.nick) {
      if (membership.isProved && occupants.delete(membership.nick)) gone.push(membership.nick)
      membership.nick = occupant.nick
    }
    membership.isProved ||= codes.has(110)
    occupants.set(occupant.nick, occupant)
    if (membership.announced) tellOccupants(membership, [occupant], gone, isOurs)
    if (occupant.address !== null) onSeen(room, occupant.address)
    if (!isOurs) return
    if (membership.state === 'joining') membership.state = 'joined'
    // Another nick is not ours because the room says once more what we are called.
    else if (occupant.nick === membership.renamedFrom) return
    membership.waiting?.done(codes.has(201))
  }

  function takeFarewell(membership: Membership, presence: RoomPresence, isOurs: boolean): void {
    const { occupants, room } = membership
    const isRenamed = presence.codes.has(303) && presence.newNick !== null
    if (isOurs && !isRenamed) {
      const failure = farewellOf(presence, room)
      // The echo of an earlier goodbye: we are on our way in again.
      if (membership.state === 'joining' && failure === null) return
      memberships.out(membership, failure)
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
      memberships.end(membership)
      waiting?.done(false)
    } else if (waiting !== null) {
      if (state === 'joining') memberships.end(membership)
      waiting.failed(joinFailure(room, error, state === 'joining' ? exists : true))
    } else drop(check(room), log, 'a look whether we are in a room')
  }

  return {
    presence(stanza) {
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
    },

    message(stanza) {
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
