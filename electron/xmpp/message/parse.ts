import type { AccountId, BareJid, FullJid, Peer } from '../../../shared/domain/address.ts'
import { isNotices, isOccupant } from '../../../shared/domain/conversation.ts'
import type { Relay } from '../../../shared/domain/message.ts'
import type { CopySource, ReceivedMessage } from '../../core/events.ts'
import { delayOf } from '../../stanza/delay.ts'
import type { Element } from '../../stanza/element.ts'
import { bareOf, prepareBareJid, prepareJid, splitJid } from '../../stanza/jid.ts'
import { isMarkable } from '../../stanza/markable.ts'
import { isRoomNotice, roomUserNamespace } from '../../stanza/room-notice.ts'
import { parseStanzaError, type StanzaError } from '../../stanza/stanza-error.ts'
import { originIdOf, stanzaIdOf, usableId } from '../../stanza/stanza-id.ts'
import { type Content, contentOf } from './content.ts'

const eventNamespace = 'http://jabber.org/protocol/pubsub#event'

/** Far above what people write; a stanza may hold 4 MiB. */
export const longestBody = 100_000

export type ParsedMessage =
  | { readonly kind: 'received'; readonly message: ReceivedMessage }
  /** A message of ours came back (RFC 6120, 8.3), from whom it had gone to or a server on the way. */
  | {
      readonly kind: 'returned'
      readonly id: string
      readonly from: BareJid | FullJid
      readonly error: StanzaError
    }
  | { readonly kind: 'ignored'; readonly reason: string }

export interface ParseContext {
  readonly account: AccountId
  /** Our full address. */
  readonly address: FullJid | null
  /** Milliseconds since 1970. */
  readonly now: number
  /** How it came; what is not `direct` may be one of our own, from another device. `direct` when left out. */
  readonly source?: CopySource
  /** How our archive keeps it: only the archive says that. */
  readonly archived?: { readonly id: string; readonly time: number | null }
  /** Our account announces `urn:xmpp:sid:0`: its stanza-ids are not forged. */
  readonly trustsStanzaIds?: boolean
  /** An address of a room that we know: whoever writes by its way does so as somebody in it (XEP-0045, 7.5). */
  readonly isRoom?: (address: BareJid) => boolean
}

/** What a message stanza means to a one-to-one conversation (RFC 6121, 5). */
export function parseMessage(stanza: Element, context: ParseContext): ParsedMessage {
  const from = senderOf(stanza, context.account)
  if (from === null) return ignored('it comes from no possible address')
  const id = usableId(stanza.attrs.id)
  switch (stanza.attrs.type) {
    case 'error':
      if (context.source === 'archive') return ignored('an error of long ago')
      if (id === null) return ignored('an error that names no message')
      return { kind: 'returned', id, from, error: parseStanzaError(stanza) }
    case 'groupchat':
      return ignored('of type groupchat')
    default:
      // RFC 6121, 5.2.2: what has no type, or one that nobody has defined, is "normal".
      return parseReceived(stanza, from, id, context)
  }
}

function parseReceived(
  stanza: Element,
  from: BareJid | FullJid,
  stanzaId: string | null,
  context: ParseContext,
): ParsedMessage {
  const { account, address, now, source = 'direct', archived } = context
  // Written by this window to our own account: it is in the conversation already.
  if (source === 'direct' && from === address) return ignored('our own came back')
  const isHeadline = stanza.attrs.type === 'headline'
  // What is told of a node comes as a headline (XEP-0060, 12.6): its body is no message of anybody.
  if (isHeadline && stanza.getChild('event', eventNamespace) !== undefined) return ignored('an event')
  if (isRoomNotice(stanza)) return ignored('about a room, and no words')
  const relay = relayOf(stanza, from, account)
  const ends =
    relay !== null
      ? { peer: serverOf(account), direction: 'in' as const }
      : source === 'direct'
        ? { peer: otherEnd(stanza, from, context), direction: 'in' as const }
        : endsOf(stanza, from, context)
  if (ends === null) return ignored('neither from us nor to us')
  const isNotice = isNotices(ends.peer)
  const { body, extra, offer } = readable(contentOf(stanza), isNotice)
  if (body.trim() === '' && extra.unsupported === undefined) return ignored('nothing to read in it')
  const all = relay === null ? extra : { ...extra, relay }
  const delay = archived === undefined ? delayOf(stanza, account, now) : null
  return {
    kind: 'received',
    message: {
      ...ends,
      from,
      stanzaId: offer ?? stanzaId,
      originId: offer === null ? originIdOf(stanza) : null,
      body: shortened(body),
      ...(isMarkable(stanza) && !isOccupant(ends.peer) && { markable: true }),
      time: archived?.time ?? delay ?? now,
      ...(delay !== null && { isDelayed: true }),
      source,
      archiveId: archived?.id ?? (context.trustsStanzaIds === true ? stanzaIdOf(stanza, account) : null),
      ...(Object.keys(all).length > 0 && { extra: all }),
      ...(isNotice && relay === null && !isHeadline && { isGreeting: true }),
    },
  }
}

/** A notice may be a heading alone. From a person a subject without words says nothing: it is that of a room. */
function readable(content: Content, isNotice: boolean): Content {
  const { subject, ...extra } = content.extra
  if (!isNotice || content.body.trim() !== '' || subject === undefined) return content
  return { ...content, body: subject, extra }
}

/**
 * Who has sent it to a service of our server that passes it on to us; null where it came to ourselves. Nobody else can
 * make such a one: what is for another address comes here by our own server alone (Openfire's broadcasts).
 */
function relayOf({ attrs: { to } }: Element, from: BareJid | FullJid, account: AccountId): Relay | null {
  if (to === undefined || to === '') return null
  try {
    const receiver = splitJid(prepareJid(to))
    if (receiver.local === null || !receiver.domain.endsWith(`.${serverOf(account)}`)) return null
    const by = bareOf(from)
    if (bareOf(prepareJid(to)) === account || by === account || isNotices(by)) return null
    return { by, to: receiver.local }
  } catch {
    // It went to no possible address.
    return null
  }
}

function serverOf(account: AccountId): BareJid {
  return prepareBareJid(splitJid(account).domain)
}

/** Whose conversation a message belongs to that another device of ours got or sent. With ourselves each is `in`. */
function endsOf(
  stanza: Element,
  from: BareJid | FullJid,
  context: ParseContext,
): { readonly peer: Peer; readonly direction: 'in' | 'out' } | null {
  const { account } = context
  const { to } = stanza.attrs
  let receiver: BareJid | FullJid
  try {
    // RFC 6120, 8.1.1: without `to` it is for the account of its sender.
    receiver = to === undefined || to === '' ? bareOf(from) : prepareJid(to)
  } catch {
    // It went nowhere.
    return null
  }
  if (bareOf(receiver) === account) return { peer: otherEnd(stanza, from, context), direction: 'in' }
  if (bareOf(from) !== account) return null
  return { peer: otherEnd(stanza, receiver, context), direction: 'out' }
}

/**
 * Somebody in a room is one by the full address; a person, whatever device they use. A room that we do not know (another
 * device of ours is in it) is one where the message is marked (7.5); nobody of our own server can be taken for one.
 */
function otherEnd(stanza: Element, address: BareJid | FullJid, { account, isRoom }: ParseContext): Peer {
  const bare = bareOf(address)
  const isMarked = stanza.getChild('x', roomUserNamespace) !== undefined
  const isElsewhere = splitJid(bare).domain !== splitJid(account).domain && !isNotices(bare)
  return isRoom?.(bare) === true || (isMarked && isElsewhere) ? address : bare
}

/** RFC 6120, 8.1.2.1: without `from` it comes from our own account. */
function senderOf(stanza: Element, account: AccountId): BareJid | FullJid | null {
  const { from } = stanza.attrs
  if (from === undefined || from === '') return account
  try {
    return prepareJid(from)
  } catch {
    // Nobody could be answered there.
    return null
  }
}

/** No longer than it can be shown. */
export function shortened(text: string): string {
  if (text.length <= longestBody) return text
  // Not through the middle of a character.
  return `${text.slice(0, longestBody).replace(/[\ud800-\udbff]$/, '')}…`
}

/**
 * The message of a conversation that an archived stanza is; null where it is none.
 * @param archived how our archive keeps it
 */
export function parseArchived(
  stanza: Element,
  archived: { readonly id: string; readonly time: number | null },
  context: Pick<ParseContext, 'account' | 'now' | 'isRoom'>,
): ReceivedMessage | null {
  const parsed = parseMessage(stanza, { ...context, address: null, source: 'archive', archived })
  return parsed.kind === 'received' ? parsed.message : null
}

function ignored(reason: string): ParsedMessage {
  return { kind: 'ignored', reason }
}
