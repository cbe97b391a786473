import type { AccountId, BareJid } from '../../../shared/domain/address.ts'
import type { RoomSender } from '../../../shared/domain/message.ts'
import type { Occupant } from '../../../shared/domain/room.ts'
import type { ReceivedMessage } from '../../core/events.ts'
import { delayOf, parseTime } from '../../stanza/delay.ts'
import type { Element } from '../../stanza/element.ts'
import { bareOf, prepareJid, splitJid } from '../../stanza/jid.ts'
import { roomUserNamespace } from '../../stanza/room-notice.ts'
import { seenNick } from '../../stanza/shown-text.ts'
import { originIdOf, stanzaIdOf, usableId } from '../../stanza/stanza-id.ts'
import { contentOf } from './content.ts'
import { mentions } from './mentions.ts'
import { shortened } from './parse.ts'

const occupantIdNamespace = 'urn:xmpp:occupant-id:0'
const delayNamespace = 'urn:xmpp:delay'

/** A room that we are in, or are going into, as its messages are read. */
export interface RoomContext {
  readonly account: AccountId
  readonly room: BareJid
  /** Ours in it. */
  readonly nick: string
  readonly occupant: (nick: string) => Occupant | null
  /** What else we are called by: whoever writes it means us. */
  readonly names: readonly string[]
  /** It announces `urn:xmpp:sid:0`: only then its stanza-ids are not forged (XEP-0359, 6). */
  readonly trustsStanzaIds: boolean
  /** It announces XEP-0421: "only then the ID could not have been faked" (5). */
  readonly trustsOccupantIds: boolean
  /** Milliseconds since 1970. */
  readonly now: number
  /** It tells us of before, for we have just come in: what is stamped was said then, maybe by others of the same names. */
  readonly recounts: boolean
}

export type RoomMessage =
  | { readonly kind: 'received'; readonly message: ReceivedMessage }
  /**
   * What it is about: the last thing that a room says of before (XEP-0045, 7.2.15). One that is stamped, as Prosody's last is,
   * may stand amid of what was said: jabberd2 tells of each time that it was changed.
   */
  | { readonly kind: 'subject'; readonly isStamped: boolean }
  | { readonly kind: 'ignored'; readonly reason: string }

/** What a message of type groupchat means that came from a room just now (XEP-0045, 7.4, 7.2.13). */
export function parseRoomMessage(stanza: Element, context: RoomContext): RoomMessage {
  const { account, now, recounts } = context
  if (stanza.getChild('subject') !== undefined && stanza.getChild('body') === undefined) {
    return { kind: 'subject', isStamped: stampOf(stanza, context.room) !== null }
  }
  const nick = nickOf(stanza, context.room)
  if (nick === null) return ignored('of the room itself, or of nobody')
  const stamp = recounts ? stampOf(stanza, context.room) : null
  const isOld = stamp !== null
  const sender: RoomSender = { nick, ...whoIs(stanza, nick, context, !isOld) }
  const { isOurs, isProved } = isOld ? ownership(sender, context) : { isOurs: nick === context.nick, isProved: true }
  return read(stanza, context, {
    ...{ sender, isOurs, isProved, archiveId: null },
    // Nobody but our own server can put a stamp on what is said now.
    time: isOld ? Math.min(stamp, now) : (delayOf(stanza, account, now) ?? now),
    source: isOld ? 'history' : 'direct',
  })
}

/** The message that a result of the room's archive is; null where it is none. @param archived how the archive keeps it */
export function parseRoomArchived(
  stanza: Element,
  archived: { readonly id: string; readonly time: number | null },
  context: RoomContext,
): ReceivedMessage | null {
  const nick = nickOf(stanza, context.room)
  if (stanza.attrs.type !== 'groupchat' || nick === null) return null
  const { occupantId, address } = whoIs(stanza, nick, context, false)
  // XEP-0313, 6.2.1: the archive "MUST strip any pre-existing <x>" and puts its own, where everybody may know who it was.
  // Prosody puts its own behind the one that somebody has sent along: of two nobody knows which is whose.
  const [user, another] = stanza.getChildren('x', roomUserNamespace)
  const said = another === undefined ? addressOf(user?.getChild('item')?.attrs.jid) : null
  const sender: RoomSender = { nick, occupantId, address: address ?? said }
  const { isOurs, isProved } = ownership(sender, context)
  const time = archived.time ?? context.now
  const parsed = read(stanza, context, { sender, isOurs, isProved, archiveId: archived.id, time, source: 'archive' })
  return parsed.kind === 'received' ? parsed.message : null
}

interface Facts {
  readonly sender: RoomSender
  readonly isOurs: boolean
  readonly isProved: boolean
  /** Where the message does not say it itself. */
  readonly archiveId: string | null
  readonly time: number
  readonly source: 'direct' | 'history' | 'archive'
}

function read(stanza: Element, context: RoomContext, facts: Facts): RoomMessage {
  const { room, trustsStanzaIds, names, nick } = context
  const { sender, isOurs, isProved, time, source } = facts
  const { body, extra } = contentOf(stanza)
  const { what } = extra.unsupported ?? {}
  // Whatever we have sent has come there; in a room nobody else is answered who asks for OTR.
  const isReadable = body.trim() !== '' || what === 'encrypted' || (isOurs && what === 'otr')
  if (!isReadable) return ignored('nothing to read in it')
  const text = shortened(body)
  const namesUs = !isOurs && mentions(text, [nick, ...names])
  return {
    kind: 'received',
    message: {
      ...{ peer: room, kind: 'room', from: prepareJid(stanza.attrs.from ?? ''), body: text, time, source },
      direction: isOurs ? 'out' : 'in',
      ...(!isProved && { isUnproved: true }),
      stanzaId: usableId(stanza.attrs.id),
      originId: originIdOf(stanza),
      // In Openfire's archive the id of a result is a small number, and the room's own stands in the message.
      archiveId: (trustsStanzaIds ? stanzaIdOf(stanza, room) : null) ?? facts.archiveId,
      extra: { ...extra, sender, ...(namesUs && { mentionsMe: true }) },
    },
  }
}

/** The nickname of who has written it; null for the room itself, and for what is not from this room. */
function nickOf(stanza: Element, room: BareJid): string | null {
  try {
    const from = prepareJid(stanza.attrs.from ?? '')
    return bareOf(from) === room ? seenNick(splitJid(from).resource) : null
  } catch {
    // Of nobody.
    return null
  }
}

/** @param isNow they are in the room: what is known of who has the nickname there is known of them */
function whoIs(
  stanza: Element,
  nick: string,
  { occupant, trustsOccupantIds }: RoomContext,
  isNow: boolean,
): Pick<RoomSender, 'occupantId' | 'address'> {
  const [id, another] = stanza.getChildren('occupant-id', occupantIdNamespace)
  const occupantId = trustsOccupantIds && another === undefined ? usableId(id?.attrs.id) : null
  const there = occupant(nick)
  const isThem = isNow || (occupantId !== null && occupantId === there?.occupantId)
  return { occupantId, address: isThem ? (there?.address ?? null) : null }
}

/** Whose a message of before is. A nickname alone proves nothing: somebody else may have had ours while we were away. */
function ownership(
  { occupantId, address }: RoomSender,
  { account, nick, occupant }: RoomContext,
): { readonly isOurs: boolean; readonly isProved: boolean } {
  const ours = occupant(nick)?.occupantId ?? null
  if (ours !== null && occupantId !== null) return { isOurs: ours === occupantId, isProved: true }
  if (address !== null) return { isOurs: address === account, isProved: true }
  return { isOurs: false, isProved: false }
}

/** When it was said, as the room says; null where it is said now. */
function stampOf(stanza: Element, room: BareJid): number | null {
  const delays = stanza.getChildren('delay', delayNamespace)
  const times = (of: readonly Element[]): readonly number[] =>
    of.flatMap(({ attrs }) => {
      const time = parseTime(attrs.stamp)
      return time === null ? [] : [time]
    })
  // The last is the room's own, where its writer has put one there, too.
  const own = times(delays.filter(({ attrs }) => addressOf(attrs.from) === room)).at(-1)
  return own ?? times(delays)[0] ?? legacyStampOf(stanza)
}

/** XEP-0091: the time as `20020910T23:08:25`, which is UTC; jabberd2's rooms know no other. */
function legacyStampOf(stanza: Element): number | null {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d:\d\d:\d\d)$/.exec(stanza.getChild('x', 'jabber:x:delay')?.attrs.stamp ?? '')
  return parts === null ? null : parseTime(`${parts[1]}-${parts[2]}-${parts[3]}T${parts[4]}Z`)
}

function addressOf(text: string | undefined): BareJid | null {
  try {
    return text === undefined || text === '' ? null : bareOf(prepareJid(text))
  } catch {
    // Of nobody.
    return null
  }
}

function ignored(reason: string): RoomMessage {
  return { kind: 'ignored', reason }
}
