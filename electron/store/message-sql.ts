import type { AccountId, BareJid, Peer } from '../../shared/domain/address.ts'
import type { Failure } from '../../shared/domain/failure.ts'
import type { Message, MessageExtra, MessageId, MessageState } from '../../shared/domain/message.ts'
import { timesOf } from './marks-sql.ts'
import type { SqlRow, SqlValue, Statement } from './sqlite/protocol.ts'
import { nextWireId, rowIdOf, wireId } from './wire-id.ts'

/** Columns of `message` that make a message; the account and the peer come from the conversation. */
export const messageColumns = 'id, place, direction, body, time, state, failure, extra'

/** The same, with the id by which an own message goes out. */
const wireColumns = messageColumns.replace(/^id/u, `${wireId} AS id`)

export function messageOf(account: AccountId, peer: Peer, row: SqlRow): Message {
  return {
    account,
    id: row.id as MessageId,
    peer,
    direction: row.direction as Message['direction'],
    body: String(row.body),
    time: Number(row.time),
    order: Number(row.place),
    state: row.state as MessageState | null,
    failure: row.failure === null ? null : (JSON.parse(String(row.failure)) as Failure),
    ...(typeof row.extra === 'string' && (JSON.parse(row.extra) as MessageExtra)),
  }
}

/** Rows with a `peer` column besides the message's. */
export function messagesOf(account: AccountId, rows: readonly SqlRow[]): readonly Message[] {
  return rows.map(row => messageOf(account, row.peer as BareJid, row))
}

const conversationKey = '(SELECT key FROM conversation WHERE account = ? AND peer = ?)'

/** Newest first; `before` null begins at the end. */
export function selectPage(account: AccountId, peer: Peer, before: number | null, limit: number): Statement {
  return {
    sql: `SELECT ${messageColumns} FROM message WHERE conversation = ${conversationKey} AND place < ? ORDER BY place DESC LIMIT ?`,
    values: [account, peer, before ?? Number.MAX_SAFE_INTEGER, limit],
  }
}

/** From this `order` on, oldest first. */
export function selectPageFrom(account: AccountId, peer: Peer, from: number, limit: number): Statement {
  return {
    sql: `SELECT ${messageColumns} FROM message WHERE conversation = ${conversationKey} AND place >= ? ORDER BY place LIMIT ?`,
    values: [account, peer, from, limit],
  }
}

export function selectUnread(account: AccountId, peer: Peer, readUpTo: number): Statement {
  return {
    sql: `SELECT count(*) AS unread,
        EXISTS (SELECT 1 FROM message INDEXED BY message_mention WHERE conversation = ${conversationKey}
          AND mentions = 1 AND place > ?) AS mentioned
      FROM message WHERE conversation = ${conversationKey} AND direction = 'in' AND place > ?`,
    values: [account, peer, readUpTo, account, peer, readUpTo],
  }
}

/** By its own id or any by which it went out. */
export function selectMessage(account: AccountId, id: MessageId): Statement {
  return {
    sql: `SELECT peer, ${messageColumns} FROM message JOIN conversation ON conversation.key = conversation
      WHERE id = ? AND account = ?`,
    values: [rowIdOf(id), account],
  }
}

/** Own messages that are `queued` or `sent`, oldest first, with the ids by which they go out. */
export function selectOutbox(account: AccountId): Statement {
  return {
    sql: `SELECT peer, ${wireColumns} FROM conversation JOIN message ON conversation = conversation.key
      WHERE account = ? AND state IN ('queued', 'sent') ORDER BY place, message.key`,
    values: [account],
  }
}

/** Every conversation with its last message, where it has one, and the number of unread ones. */
export function selectConversations(account: AccountId): Statement {
  return {
    sql: `SELECT peer, kind, read_up_to, draft, ${messageColumns},
        EXISTS (SELECT 1 FROM message AS naming WHERE naming.conversation = conversation.key
          AND naming.mentions = 1 AND naming.place > read_up_to) AS mentioned,
        (SELECT count(*) FROM message AS received WHERE received.conversation = conversation.key
          AND received.direction = 'in' AND received.place > read_up_to) AS unread
      FROM conversation LEFT JOIN message ON message.conversation = conversation.key
        AND place = (SELECT max(place) FROM message AS last WHERE last.conversation = conversation.key)
      WHERE account = ?`,
    values: [account],
  }
}

/** Places of the `order` in a millisecond, so that there is room between any two messages. */
export const placesPerMillisecond = 1000

/** In the year 2223: places stay numbers that JavaScript counts exactly, whatever the clock says. */
const latestTime = 8e12

/** The place that a time gives, in milliseconds since 1970. */
export function placeAt(time: number): number {
  return Math.min(Math.max(1, Math.floor(time)), latestTime) * placesPerMillisecond
}

/** An own message at the end of its conversation; the last statement gives its row. */
export function insertQueued(
  message: Pick<Message, 'account' | 'id' | 'peer' | 'body' | 'time'> & { readonly extra?: MessageExtra },
  now: number,
): readonly Statement[] {
  const { account, id, peer, body, time, extra } = message
  const said = extra === undefined ? {} : { extra: JSON.stringify(extra) }
  return insertLast(account, peer, now, { id, direction: 'out', body, time, state: 'queued', ...said })
}

/** Changes the state where it is one of `before`, and gives the row (with `peer`) if it was. `now` is in milliseconds. */
export function updateState(
  account: AccountId,
  id: MessageId,
  before: readonly MessageState[],
  state: MessageState,
  failure: Failure | null,
  now: number,
): Statement {
  const times = timesOf(state)
  return {
    sql: `UPDATE message SET state = ?, failure = ?${times.sql} WHERE id = ? AND state IN (${marks(before)}) AND ${ofAccount}
      ${provedByRoom.has(state) ? notOfRoom : ''}
      RETURNING ${itsPeer}, ${messageColumns}`,
    values: [
      ...[state, failure === null ? null : JSON.stringify(failure)],
      ...Array.from({ length: times.count }, () => now),
      ...[id, ...before, account],
    ],
  }
}

/** Only of the attempt that has this id, where the person has sent it again meanwhile. Gives the row like `updateState`. */
export function updateAttempt(...[account, id, ...change]: Parameters<typeof updateState>): Statement {
  const { sql, values = [] } = updateState(account, rowIdOf(id) as MessageId, ...change)
  return { sql: sql.replace(' RETURNING ', ` AND ${wireId} = ? RETURNING `), values: [...values, id] }
}

/** Queues a failed one again, under an id of its own; gives the row (with `peer`). */
export function updateRetried(account: AccountId, id: MessageId): Statement {
  return {
    sql: `UPDATE message SET state = 'queued', failure = NULL${timesOf('queued').sql}, stream = NULL, stream_place = NULL,
        stanza_id = ${nextWireId}, origin_id = ${nextWireId} WHERE id = ? AND state = 'failed' AND ${ofAccount}
      RETURNING ${itsPeer}, ${messageColumns}`,
    values: [id, account],
  }
}

/** Gives the `peer` of what was deleted. */
export function deleteFailed(account: AccountId, id: MessageId): Statement {
  return {
    sql: `DELETE FROM message WHERE id = ? AND state = 'failed' AND ${ofAccount} RETURNING ${itsPeer}`,
    values: [id, account],
  }
}

/** In a room nothing but the message itself, as the room sends it to all, proves that it has come there (XEP-0045, 7.4). */
const provedByRoom: ReadonlySet<MessageState> = new Set(['stored', 'delivered', 'displayed'])
const notOfRoom = "AND conversation NOT IN (SELECT key FROM conversation WHERE kind = 'room')"

const ofAccount = 'conversation IN (SELECT key FROM conversation WHERE account = ?)'
const itsPeer = '(SELECT peer FROM conversation AS its WHERE its.key = message.conversation) AS peer'

/**
 * A message at the end of its conversation; the last statement gives its row.
 * @param now when it came, in milliseconds since 1970
 */
export function insertLast(
  account: AccountId,
  peer: Peer,
  now: number,
  message: Readonly<Record<string, SqlValue>>,
): readonly Statement[] {
  const columns = Object.keys(message)
  return [
    {
      sql: `INSERT INTO conversation (account, peer, last_place) VALUES (?, ?, ?) ON CONFLICT DO UPDATE
        SET last_place = max(last_place + ${placesPerMillisecond}, excluded.last_place)`,
      values: [account, peer, placeAt(now)],
    },
    {
      sql: `INSERT INTO message (conversation, place, ${columns.join(', ')})
        SELECT key, last_place, ${marks(columns)} FROM conversation
        WHERE account = ? AND peer = ? RETURNING ${messageColumns}`,
      values: [...Object.values(message), account, peer],
    },
  ]
}

function marks(values: readonly unknown[]): string {
  return values.map(() => '?').join(', ')
}
