import type { BareJid } from '../../../shared/domain/address.ts'
import type { Failure } from '../../../shared/domain/failure.ts'
import type { Availability } from '../../../shared/domain/presence.ts'
import type { Occupant, RoomAffiliation, RoomRole } from '../../../shared/domain/room.ts'
import type { Element } from '../../stanza/element.ts'
import { bareOf, isBareJid, prepareJid, splitJid } from '../../stanza/jid.ts'
import { roomUserNamespace } from '../../stanza/room-notice.ts'
import { seenNick } from '../../stanza/shown-text.ts'
import { usableId } from '../../stanza/stanza-id.ts'
import { occupantIdNamespace } from './build.ts'

/** Of words of others that are shown in a line or two; a stanza may hold 4 MiB. */
const longestWords = 1000
/** A subject is read in whole. */
const longestSubject = 10_000

/** Where a presence comes from: a room, and who in it; no nick: the room itself. */
export interface RoomPlace {
  readonly room: BareJid
  readonly nick: string | null
}

/** What a room says of somebody in it (XEP-0045, 7.2.2, 7.6, 7.14, 8.2, 9.1, 10.9). */
export interface RoomPresence {
  readonly nick: string
  /** Null where they are not in it any more. */
  readonly occupant: Occupant | null
  readonly codes: ReadonlySet<number>
  /** With code 303: how they are called from now on. */
  readonly newNick: string | null
  /** Why they went, in the words of who did it. */
  readonly reason: string | null
  /** Who did it: a nick, or an address. */
  readonly actor: string | null
  /** The room is no more; where everybody goes instead. */
  readonly destroyed: { readonly reason: string | null; readonly instead: BareJid | null } | null
}

/** @returns null where no room can have sent it; a nick that nobody can see is nobody's */
export function parsePlace(stanza: Element): RoomPlace | null {
  try {
    const from = prepareJid(stanza.attrs.from ?? '')
    return { room: bareOf(from), nick: isBareJid(from) ? null : seenNick(splitJid(from).resource) }
  } catch {
    // No possible address.
    return null
  }
}

/**
 * @param nick from its `from`
 * @param hasOccupantIds the room announces XEP-0421: only then "the ID could not have been faked" (section 5)
 */
export function parseRoomPresence(presence: Element, nick: string, hasOccupantIds: boolean): RoomPresence {
  const all = presence.getChildren('x', roomUserNamespace)
  // jabberd2 hands on what somebody says of themselves, and puts its own behind it.
  const user = all.at(-1)
  const item = user?.getChild('item')
  const destroy = all.every(each => each.getChild('destroy') !== undefined) ? user?.getChild('destroy') : undefined
  const actor = item?.getChild('actor')
  return {
    nick,
    occupant: presence.attrs.type === undefined ? occupantOf(presence, item, nick, hasOccupantIds) : null,
    codes: codesOf(presence),
    newNick: item?.attrs.nick ?? null,
    reason: words(item?.getChildText('reason')),
    actor: words(actor?.attrs.nick ?? actor?.attrs.jid),
    destroyed:
      destroy === undefined
        ? null
        : { reason: words(destroy.getChildText('reason')), instead: bareOrNull(destroy.attrs.jid) },
  }
}

/**
 * The status codes (XEP-0045, 15.6.2) of a presence or message of a room. Where an occupant has sent some along, those that the
 * room says, too: else anybody could say that we are called as they are, or have been sent away.
 */
export function codesOf(stanza: Element): ReadonlySet<number> {
  const [first = new Set<number>(), ...others] = stanza.getChildren('x', roomUserNamespace).map(user => {
    const statuses = user.getChildren('status').slice(0, 50)
    return new Set(statuses.map(({ attrs }) => Number(attrs.code)))
  })
  return others.reduce((codes, each) => codes.intersection(each), first)
}

/**
 * What a room is about now, and who has said so; null where the message says nothing of it.
 * XEP-0045, 7.2.15: "only a message that contains a <subject/> but no <body/> element shall be considered a subject change".
 */
export function parseSubject(
  message: Element,
  nick: string | null,
): { readonly text: string; readonly by: string | null } | null {
  const subject = message.getChild('subject')
  if (subject === undefined || message.getChild('body') !== undefined || message.getChild('thread') !== undefined) {
    return null
  }
  return { text: subject.getText().slice(0, longestSubject).toWellFormed().trim(), by: nick }
}

/** Why we are not in the room any more, as it says; null where it does not (we have left, or have another nick). */
export function farewellOf({ codes, destroyed, reason, actor }: RoomPresence, room: BareJid): Failure | null {
  const said = { ...(reason !== null && { text: reason }), ...(actor !== null && { by: actor }) }
  const { domain } = splitJid(room)
  if (destroyed !== null) {
    const { reason: text, instead } = destroyed
    return { code: 'room-destroyed', details: { ...(text !== null && { text }), ...(instead !== null && { instead }) } }
  }
  if (codes.has(301)) return { code: 'room-banned', details: said }
  // "removed from the room because the MUC service is being shut down", or "because of an error reply": nobody meant us.
  if (codes.has(332) || codes.has(333)) return { code: 'room-shut-down', details: { domain } }
  if (codes.has(321) || codes.has(322)) return { code: 'room-members-only', details: said }
  return codes.has(307) ? { code: 'room-kicked', details: said } : null
}

function occupantOf(presence: Element, item: Element | undefined, nick: string, hasOccupantIds: boolean): Occupant {
  const [id, another] = presence.getChildren('occupant-id', occupantIdNamespace)
  return {
    nick,
    occupantId: hasOccupantIds && another === undefined ? usableId(id?.attrs.id) : null,
    address: bareOrNull(item?.attrs.jid),
    role: roleOf(item?.attrs.role),
    affiliation: affiliationOf(item?.attrs.affiliation),
    availability: availabilityOf(presence.getChildText('show')),
    status: words(presence.getChildText('status')),
  }
}

/** Who is in a room has a role; what is not known is the least that is usual. */
function roleOf(text: string | undefined): RoomRole {
  return text === 'moderator' || text === 'visitor' ? text : 'participant'
}

function affiliationOf(text: string | undefined): RoomAffiliation {
  return text === 'owner' || text === 'admin' || text === 'member' ? text : 'none'
}

/** RFC 6121, 4.7.2.1: absent is available, and so is what nobody has defined. */
function availabilityOf(text: string | null): Exclude<Availability, 'offline'> {
  const show = text?.trim()
  return show === 'away' || show === 'chat' || show === 'dnd' || show === 'xa' ? show : 'available'
}

/** Words of others, not longer than they are shown. */
export function words(text: string | null | undefined): string | null {
  const trimmed = text?.trim().slice(0, longestWords).toWellFormed() ?? ''
  return trimmed === '' ? null : trimmed
}

export function bareOrNull(text: string | null | undefined): BareJid | null {
  try {
    return text === undefined || text === null || text === '' ? null : bareOf(prepareJid(text))
  } catch {
    // Nobody can be meant by it.
    return null
  }
}
