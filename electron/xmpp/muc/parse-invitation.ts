import type { AccountId, BareJid, FullJid } from '../../../shared/domain/address.ts'
import type { RoomInvitation } from '../../../shared/domain/room.ts'
import { delayOf } from '../../stanza/delay.ts'
import type { Element } from '../../stanza/element.ts'
import { bareOf, isBareJid, prepareJid } from '../../stanza/jid.ts'
import { directInvitationNamespace, roomUserNamespace } from '../../stanza/room-notice.ts'
import { bareOrNull, words } from './parse.ts'

export interface ParsedInvitation {
  readonly invitation: RoomInvitation
  /** It is never told to a window. */
  readonly password: string | null
}

interface Context {
  readonly account: AccountId
  /** Milliseconds since 1970. */
  readonly now: number
  /** Whether an address is that of a room that we are in. */
  readonly isIn: (address: BareJid) => boolean
}

/** Longer ones lead in nowhere. */
const longestPassword = 1023

/** Who wants us in which room; null where the message says nothing of it, or not in the name of whom it says. */
export function parseInvitation(message: Element, context: Context): ParsedInvitation | null {
  const { type } = message.attrs
  const from = preparedOrNull(message.attrs.from)
  if (from === null || type === 'error' || type === 'groupchat') return null
  const time = delayOf(message, context.account, context.now) ?? context.now
  return mediated(message, from, time) ?? direct(message, from, time, context)
}

/** XEP-0045, 7.8.2: the room says it, by its own address: nobody who signs in anywhere writes from a bare one. */
function mediated(message: Element, from: BareJid | FullJid, time: number): ParsedInvitation | null {
  const user = message.getChild('x', roomUserNamespace)
  const invite = user?.getChild('invite')
  if (user === undefined || invite === undefined || !isRoomAddress(from)) return null
  const by = preparedOrNull(invite.attrs.from)
  return {
    password: passwordOf(user.getChildText('password')),
    invitation: {
      room: from,
      roomName: null,
      // Who is hidden by the room is known by their nick alone.
      by: by === null || bareOf(by) === from ? by : bareOf(by),
      reason: words(invite.getChildText('reason')),
      time,
    },
  }
}

/** XEP-0249, 2, and what it has made of the older `jabber:x:conference`, with the reason as its text. */
function direct(
  message: Element,
  from: BareJid | FullJid,
  time: number,
  { account, isIn }: Context,
): ParsedInvitation | null {
  const x = message.getChild('x', directInvitationNamespace)
  const room = preparedOrNull(x?.attrs.jid)
  // From another device of ours it is nothing that we would not know.
  if (x === undefined || room === null || !isRoomAddress(room) || bareOf(from) === account) return null
  return {
    password: passwordOf(x.attrs.password),
    invitation: {
      room,
      roomName: null,
      // Somebody who writes to us in private in another room.
      by: isIn(bareOf(from)) ? from : bareOf(from) === room ? null : bareOf(from),
      reason: words(x.attrs.reason ?? x.getText()),
      time,
    },
  }
}

/** Who does not want to come; null where the message says nothing of it. */
export function parseDecline(
  message: Element,
): { readonly room: BareJid; readonly by: BareJid; readonly reason: string | null } | null {
  const decline = message.getChild('x', roomUserNamespace)?.getChild('decline')
  const room = preparedOrNull(message.attrs.from)
  const by = bareOrNull(decline?.attrs.from)
  if (decline === undefined || room === null || !isRoomAddress(room) || by === null) return null
  return { room, by, reason: words(decline.getChildText('reason')) }
}

function isRoomAddress(address: BareJid | FullJid): address is BareJid {
  return isBareJid(address) && address.includes('@')
}

function passwordOf(text: string | null | undefined): string | null {
  return text === null || text === undefined || text === '' || text.length > longestPassword ? null : text
}

function preparedOrNull(text: string | undefined): BareJid | FullJid | null {
  try {
    return text === undefined || text === '' ? null : prepareJid(text)
  } catch {
    // Nobody can be meant by it.
    return null
  }
}
