import type { AccountId, BareJid } from '../../shared/domain/address.ts'
import type { Failure } from '../../shared/domain/failure.ts'
import type { Message, MessageId, MessageState } from '../../shared/domain/message.ts'
import type { SqlRow, Statement } from './sqlite/protocol.ts'

/** Columns of `message` that make a message; the account and the peer come from the conversation. */
export const messageColumns = 'id, place, direction, body, time, state, failure'

export function messageOf(account: AccountId, peer: BareJid, row: SqlRow): Message {
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
  }
}

/** Rows with a `peer` column besides the message's. */
export function messagesOf(account: AccountId, rows: readonly SqlRow[]): readonly Message[] {
  return rows.map(row => messageOf(account, row.peer as BareJid, row))
}

const conversationKey = '(SELECT key FROM conversation WHERE account = ? AND peer = ?)'

/** Newest first; `before` null begins at the end. */
export function selectPage(account: AccountId, peer: BareJid, before: number | null, limit: number): Statement {
  return {
    sql: `SELECT ${messageColumns} FROM message WHERE conversation = ${conversationKey} AND place < ? ORDER BY place DESC LIMIT ?`,
    values: [account, peer, before ?? Number.MAX_SAFE_INTEGER, limit],
  }
}

export function selectUnread(account: AccountId, peer: BareJid, readUpTo: number): Statement {
  return {
    sql: `SELECT count(*) AS unread FROM message WHERE conversation = ${conversationKey} AND direction = 'in' AND place > ?`,
    values: [account, peer, readUpTo],
  }
}

export function selectMessage(account: AccountId, id: MessageId): Statement {
  return {
    sql: `SELECT peer, ${messageColumns} FROM message JOIN conversation ON conversation.key = conversation
      WHERE id = ? AND account = ?`,
    values: [id, account],
  }
}

/** Own messages that are `queued` or `sent`, oldest first. */
export function selectOutbox(account: AccountId): Statement {
  return {
    sql: `SELECT peer, ${messageColumns} FROM conversation JOIN message ON conversation = conversation.key
      WHERE account = ? AND state IN ('queued', 'sent') ORDER BY place, message.key`,
    values: [account],
  }
}

/** Every conversation with its last message, where it has one, and the number of unread ones. */
export function selectConversations(account: AccountId): Statement {
  return {
    sql: `SELECT peer, read_up_to, ${messageColumns},
        (SELECT count(*) FROM message AS received WHERE received.conversation = conversation.key
          AND received.direction = 'in' AND received.place > read_up_to) AS unread
      FROM conversation LEFT JOIN message ON message.conversation = conversation.key
        AND place = (SELECT max(place) FROM message AS last WHERE last.conversation = conversation.key)
      WHERE account = ?`,
    values: [account],
  }
}
