import type { BareJid, Peer } from '../../../shared/domain/address.ts'
import type { Message, MessageExtra, MessageState } from '../../../shared/domain/message.ts'
import type { CopySource, ReceivedMessage } from '../../core/events.ts'
import type { SqlRow } from '../sqlite/protocol.ts'
import { rowIdOf } from '../wire-id.ts'

/** Which copies of a message have been seen, as bits of `message.copies`. */
export const copyBits = { direct: 1, carbon: 2, archive: 4, history: 8 } as const satisfies Record<CopySource, number>

/** A copy that has just come. */
export interface Copy {
  readonly source: CopySource
  readonly direction: Message['direction']
  readonly sender: string
  readonly stanzaId: string | null
  readonly originId: string | null
  readonly archiveId: string | null
  readonly body: string
  /** Milliseconds since 1970. */
  readonly time: number
  readonly extra?: MessageExtra
  readonly isGreeting?: boolean
  readonly isUnproved?: boolean
  readonly isDelayed?: boolean
  /** Milliseconds that its time is ahead of our clock, by which others may be stamped; 0 when left out. */
  readonly ahead?: number
}

/** A message that is there, and what its copies have said so far. */
export interface KeptMessage {
  readonly key: number
  readonly direction: Message['direction']
  readonly place: number
  readonly body: string
  readonly time: number
  readonly state: MessageState | null
  /** Null: written here. */
  readonly sender: string | null
  readonly stanzaId: string | null
  readonly originId: string | null
  readonly archiveId: string | null
  readonly copies: number
  readonly extra: MessageExtra
}

/** Whose ids count: only those of one conversation meet. */
export interface Conversation {
  /** With ourselves: whether a message is in or out is nobody's to say. */
  readonly isOwn: boolean
  /** Who is who its occupants' ids and nicknames say, and only what it sent back of ours has come there. */
  readonly isRoom?: boolean
}

/** @param now stands in for a time that is none */
export function copyOf(received: ReceivedMessage, now: number): Copy {
  const { from, stanzaId, originId, body, time, source = 'direct', direction = 'in', archiveId = null } = received
  const { extra = {}, isGreeting = false, isUnproved = false, isDelayed = false } = received
  return {
    ...{ source, direction, sender: from, stanzaId, originId, archiveId, body, extra },
    ...{ isGreeting, isUnproved, isDelayed },
    time: Number.isFinite(time) ? Math.trunc(time) : now,
  }
}

/** Rows of which some may be the same. */
export function keptOfAll(rows: readonly SqlRow[]): readonly KeptMessage[] {
  return [...new Map(rows.map(row => [row.key, keptOf(row)])).values()]
}

export function keptOf(row: SqlRow): KeptMessage {
  const text = (value: SqlRow[string] | undefined): string | null =>
    value === null || value === undefined ? null : String(value)
  const sender = text(row.sender)
  const direction = row.direction as Message['direction']
  // What is written here goes out with its own id as both (XEP-0359, 3.1), or with that of a later attempt.
  const own = direction === 'out' && sender === null ? String(row.id) : null
  return {
    key: Number(row.key),
    direction,
    place: Number(row.place),
    body: String(row.body),
    time: Number(row.time),
    state: row.state as MessageState | null,
    sender,
    stanzaId: text(row.stanza_id) ?? own,
    originId: text(row.origin_id) ?? own,
    archiveId: text(row.archive_id),
    // What is there from before copies were counted came from its sender, or was written here.
    copies: Number(row.copies ?? (own === null ? copyBits.direct : 0)),
    extra: typeof row.extra === 'string' ? (JSON.parse(row.extra) as MessageExtra) : {},
  }
}

/** The message as it is after this copy of it has come. */
export function withCopy(message: KeptMessage, copy: Copy): KeptMessage {
  // An attempt that failed may have reached it, too, and says nothing of the one that is under way.
  if (isFormerAttempt(copy, message)) return message
  return {
    ...message,
    archiveId: message.archiveId ?? copy.archiveId,
    copies: message.copies | copyBits[copy.source],
    // Whatever has come back from the server has reached it.
    state: stateOf(message),
    extra: withSender(message, copy),
  }
}

/** As whom we were in a room when it took our message, the room says. */
function withSender({ direction, sender, extra }: KeptMessage, copy: Copy): MessageExtra {
  const said = copy.extra?.sender
  if (direction !== 'out' || sender !== null || said === undefined) return extra
  const { sender: before } = extra
  const next = { ...said, address: said.address ?? before?.address ?? null }
  return JSON.stringify(next) === JSON.stringify(before) ? extra : { ...extra, sender: next }
}

/** What a room has recounted to us before it may recount again, each message once. */
export function beforeRecounting(message: KeptMessage): KeptMessage {
  return { ...message, copies: message.copies & ~copyBits.history }
}

function stateOf({ state }: KeptMessage): MessageState | null {
  return state === 'queued' || state === 'sent' ? 'stored' : state
}

/** Of what was sent here more than once: a copy of one that was sent before, and failed. */
export function isFormerAttempt({ originId, stanzaId }: Copy, message: KeptMessage): boolean {
  const [said, wireId] = [originId ?? stanzaId, message.stanzaId]
  if (message.direction !== 'out' || message.sender !== null || said === null || wireId === null) return false
  return said !== wireId && rowIdOf(said) === rowIdOf(wireId)
}

export function isOwnConversation(account: BareJid, peer: Peer): boolean {
  return account === peer
}
