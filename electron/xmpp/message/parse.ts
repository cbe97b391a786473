import type { AccountId, BareJid, FullJid } from '../../../shared/domain/address.ts'
import type { ReceivedMessage } from '../../core/events.ts'
import { bodyOf } from '../../stanza/body.ts'
import { delayOf } from '../../stanza/delay.ts'
import type { Element } from '../../stanza/element.ts'
import { bareOf, prepareJid } from '../../stanza/jid.ts'
import { parseStanzaError, type StanzaError } from '../../stanza/stanza-error.ts'
import { originIdOf, usableId } from '../../stanza/stanza-id.ts'

/** Far above what people write; a stanza may hold 4 MiB. */
export const longestBody = 100_000

export type ParsedMessage =
  | { readonly kind: 'received'; readonly message: ReceivedMessage }
  /** A message of ours came back (RFC 6120, 8.3). `peer` is whom it had gone to. */
  | { readonly kind: 'returned'; readonly id: string; readonly peer: BareJid; readonly error: StanzaError }
  | { readonly kind: 'ignored'; readonly reason: string }

export interface ParseContext {
  readonly account: AccountId
  /** Our full address. */
  readonly address: FullJid | null
  /** Milliseconds since 1970. */
  readonly now: number
}

/** What a message stanza means to a one-to-one conversation (RFC 6121, 5). */
export function parseMessage(stanza: Element, context: ParseContext): ParsedMessage {
  const from = senderOf(stanza, context.account)
  if (from === null) return ignored('it comes from no possible address')
  const id = usableId(stanza.attrs.id)
  switch (stanza.attrs.type) {
    case 'error':
      if (id === null) return ignored('an error that names no message')
      return { kind: 'returned', id, peer: bareOf(from), error: parseStanzaError(stanza) }
    case 'groupchat':
    case 'headline':
      return ignored(`of type ${stanza.attrs.type}`)
    default:
      // RFC 6121, 5.2.2: what has no type, or one that nobody has defined, is "normal".
      return parseReceived(stanza, from, id, context)
  }
}

function parseReceived(
  stanza: Element,
  from: BareJid | FullJid,
  stanzaId: string | null,
  { account, address, now }: ParseContext,
): ParsedMessage {
  // Written by this window to our own account: it is in the conversation already.
  if (from === address) return ignored('our own came back')
  const body = shortened(bodyOf(stanza))
  if (body.trim() === '') return ignored('nothing to read in it')
  return {
    kind: 'received',
    message: {
      peer: bareOf(from),
      from,
      stanzaId,
      originId: originIdOf(stanza),
      body,
      time: delayOf(stanza, account, now) ?? now,
    },
  }
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
function shortened(text: string): string {
  if (text.length <= longestBody) return text
  // Not through the middle of a character.
  return `${text.slice(0, longestBody).replace(/[\ud800-\udbff]$/, '')}…`
}

function ignored(reason: string): ParsedMessage {
  return { kind: 'ignored', reason }
}
