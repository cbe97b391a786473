import type { AccountId, Peer } from '../../../shared/domain/address.ts'
import type { MessageId } from '../../../shared/domain/message.ts'
import { messageColumns } from '../message-sql.ts'
import type { SqlValue, Statement } from '../sqlite/protocol.ts'
import { rowIdOf } from '../wire-id.ts'
import { type Copy, copyBits, type KeptMessage } from './copy.ts'
import { likeness } from './is-same.ts'

export const keptColumns =
  'message.key, direction, place, id, body, time, state, sender, stanza_id, origin_id, archive_id, copies, extra'

const conversationKey = '(SELECT key FROM conversation WHERE account = ? AND peer = ?)'

/** Every message of a conversation of which one of these may be a copy, and some more, some of them twice; each by an index. */
export function selectTwins(account: AccountId, peer: Peer, copies: readonly Copy[]): Statement {
  const archiveIds = present(copies.map(each => each.archiveId))
  const stanzaIds = present(copies.map(each => each.stanzaId))
  const originIds = present(copies.map(each => each.originId))
  const ways: readonly (readonly [string, readonly (string | number)[]])[] = [
    [`archive_id IN ${anyOf}`, archiveIds.length === 0 ? [] : [JSON.stringify(archiveIds)]],
    [`stanza_id IN ${anyOf}`, stanzaIds.length === 0 ? [] : [JSON.stringify(stanzaIds)]],
    [`origin_id IN ${anyOf}`, originIds.length === 0 ? [] : [JSON.stringify(originIds)]],
    // By its id, and not by reading the conversation.
    [`id IN ${anyOf} AND direction = 'out'`, ownIds(stanzaIds, originIds)],
    ...Object.keys(copyBits).flatMap(source =>
      waysOfLikeness(copies.filter(each => each.source === source && each.stanzaId === null && each.originId === null)),
    ),
  ]
  const asked = ways.filter(([, values]) => values.length > 0)
  // One question each, and not one with OR, for which SQLite would read the whole conversation; what two of them find
  // comes twice.
  const sql = asked.map(([way]) => {
    const of = way.startsWith('id ') ? '+conversation' : 'conversation'
    return `SELECT ${keptColumns} FROM message WHERE ${of} = ${conversationKey} AND ${way}`
  })
  return { sql: sql.join(' UNION ALL '), values: asked.flatMap(([, values]) => [account, peer, ...values]) }
}

/** Only what has not come this way yet: of a thousand messages without ids in a second none is the twin of the next. */
function waysOfLikeness(copies: readonly Copy[]): readonly (readonly [string, readonly (string | number)[]])[] {
  const [first] = copies
  if (first === undefined) return []
  const times = copies.map(each => each.time)
  const spans = [...new Set([0, first.ahead ?? 0])].map(ahead => [
    Math.min(...times) - ahead - likeness,
    Math.max(...times) - ahead + likeness,
  ])
  const bit = copyBits[first.source]
  const recounted = first.source === 'history' || copies.some(each => each.isDelayed === true)
  const others = Array.from({ length: 16 }, (_, seen) => seen).filter(seen => recounted || (seen & bit) === 0)
  const way = (seen: string): string =>
    `stanza_id IS NULL AND origin_id IS NULL AND sender IS NOT NULL
      AND direction IN ('in', 'out') AND ${seen} AND time BETWEEN ? AND ?`
  // What nobody has counted came directly.
  const seen = [`copies IN (${others.join(', ')})`, ...(bit === copyBits.direct ? [] : ['copies IS NULL'])]
  return spans.flatMap(values => seen.map(each => [way(each), values] as const))
}

const anyOf = '(SELECT value FROM json_each(?))'

/** What was written here is known by its own id. */
function ownIds(stanzaIds: readonly string[], originIds: readonly string[]): readonly string[] {
  const ids = [...new Set([...stanzaIds, ...originIds].map(rowIdOf))]
  return ids.length === 0 ? [] : [JSON.stringify(ids)]
}

function present(values: readonly (string | null)[]): readonly string[] {
  return [...new Set(values.filter(each => each !== null))]
}

/** Makes the conversation where it is not there. */
export function ensureConversation(account: AccountId, peer: Peer): Statement {
  return {
    sql: 'INSERT INTO conversation (account, peer) VALUES (?, ?) ON CONFLICT DO NOTHING',
    values: [account, peer],
  }
}

/** How far the conversation was read, and the ends of what pages of the archive have brought of it. */
export function selectReach(account: AccountId, peer: Peer): Statement {
  const edge = (which: 'min' | 'max'): string =>
    `(SELECT ${which}(place) FROM message WHERE conversation = conversation.key AND copies >= ${copyBits.archive})`
  return {
    sql: `SELECT read_up_to, last_place, ${edge('min')} AS first, ${edge('max')} AS last
      FROM conversation WHERE account = ? AND peer = ?`,
    values: [account, peer],
  }
}

/** The last message up to a place that another device of ours wrote while we were connected (XEP-0280). */
export function selectAnswered(account: AccountId, peer: Peer, upTo: number): Statement {
  return {
    sql: `SELECT place FROM message WHERE conversation = ${conversationKey} AND direction = 'out' AND place <= ?
      AND copies & ${copyBits.carbon} ORDER BY place DESC LIMIT 1`,
    values: [account, peer, upTo],
  }
}

/** What others have written up to a time, the last one first; gives so many. */
export function selectWrittenBefore(account: AccountId, peer: Peer, time: number, limit: number): Statement {
  return {
    sql: `SELECT key, place FROM message WHERE conversation = ${conversationKey} AND direction = 'in' AND time <= ?
      ORDER BY place DESC LIMIT ?`,
    values: [account, peer, time, limit],
  }
}

export function selectTaken(account: AccountId, peer: Peer, from: number, to: number): Statement {
  return {
    sql: `SELECT place FROM message WHERE conversation = ${conversationKey} AND place BETWEEN ? AND ?`,
    values: [account, peer, from, to],
  }
}

/**
 * What another copy has said of a message; gives its row.
 * @param now when it was stored, where it is by that; null where nobody saw it
 */
export function updateCopies({ extra: before }: KeptMessage, after: KeptMessage, now: number | null): Statement {
  const { key, archiveId, copies, state, extra } = after
  // Only where it is another one: the words of the message are read anew with it.
  const [said, values] = extra === before ? ['', []] : [', extra = ?', [JSON.stringify(extra)]]
  return {
    sql: `UPDATE message SET archive_id = ?, copies = ?, state = ?, stored_at = coalesce(stored_at, ?)${said} WHERE key = ?
      RETURNING ${messageColumns}`,
    values: [archiveId, copies, state, state === 'stored' ? now : null, ...values, key],
  }
}

/** A message at its place in the past; gives its row. */
export function insertAt(account: AccountId, peer: Peer, id: MessageId, copy: Copy, place: number): Statement {
  const columns = columnsOf(id, copy)
  const names = Object.keys(columns)
  return {
    sql: `INSERT INTO message (conversation, place, ${names.join(', ')})
      VALUES (${conversationKey}, ?, ${names.map(() => '?').join(', ')}) RETURNING ${messageColumns}`,
    values: [account, peer, place, ...Object.values(columns)],
  }
}

export function columnsOf(id: MessageId, copy: Copy): Readonly<Record<string, SqlValue>> {
  const { direction, body, time, sender, stanzaId, originId, archiveId, source, extra = {} } = copy
  return {
    ...{ id, direction, body, time, sender },
    // What another device of ours has written came from the server.
    state: direction === 'out' ? 'stored' : null,
    stanza_id: stanzaId,
    origin_id: originId,
    archive_id: archiveId,
    copies: copyBits[source],
    extra: Object.keys(extra).length === 0 ? null : JSON.stringify(extra),
    mentions: extra.mentionsMe === true && direction === 'in' ? 1 : null,
  }
}

/** After messages have come in between: the end of the conversation, and how far it was read. */
export function updateReach(account: AccountId, peer: Peer, lastPlace: number, readUpTo: number): Statement {
  return {
    sql: 'UPDATE conversation SET last_place = max(last_place, ?), read_up_to = ? WHERE account = ? AND peer = ?',
    values: [lastPlace, readUpTo, account, peer],
  }
}
