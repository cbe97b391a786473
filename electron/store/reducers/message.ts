import { randomUUID } from 'node:crypto'
import type { AccountId, BareJid } from '../../../shared/domain/address.ts'
import { AppError, type Failure } from '../../../shared/domain/failure.ts'
import type { Message, MessageId, MessageState } from '../../../shared/domain/message.ts'
import type { Change } from '../../../shared/ipc/changes.ts'
import type { ReceivedMessage } from '../../core/events.ts'
import type { Batch } from '../batch.ts'
import { shownAccount } from '../memory.ts'
import { messageColumns, messageOf, messagesOf, selectPage } from '../message-rows.ts'
import type { SqlRow, SqlValue, Statement } from '../sqlite/protocol.ts'
import { setConversation, withChangedMessage, withNewMessage } from './conversation.ts'
import { reachedFrom } from './message-states.ts'

/** Places of the `order` in a millisecond, so that there is room between any two messages. */
const placesPerMillisecond = 1000

/**
 * A message of another, once: "origin-id and id count only within (conversation, sender)", and only with the same
 * body. Where both copies have an origin-id, that alone decides (XEP-0359); without any id each one is new.
 */
export async function messageReceived(
  batch: Batch,
  id: AccountId,
  received: ReceivedMessage,
): Promise<readonly Change[]> {
  // After signing out with "remove history" a straggler must not bring the history back.
  if (!isKnown(batch, id)) return []
  const { peer, from, stanzaId, originId, body, time } = received
  const known = `NOT EXISTS (
    SELECT 1 FROM message AS other WHERE other.conversation = conversation.key AND other.sender = ? AND other.body = ?
      AND (other.origin_id = ? OR other.stanza_id = ? AND (other.origin_id IS NULL OR ? IS NULL)))`
  const row = await insertMessage(batch, id, peer, {
    columns: { id: randomUUID(), direction: 'in', body, time, sender: from, stanza_id: stanzaId, origin_id: originId },
    unless: { sql: known, values: [from, body, originId, stanzaId, originId] },
  })
  return row === null ? [] : newMessage(batch, messageOf(id, peer, row))
}

/**
 * An own message enters the outbox. The same id twice is the same message.
 * @throws AppError `unknown-account`: a message that is kept nowhere must not look as if it were
 */
export async function messageQueued(
  batch: Batch,
  event: {
    readonly account: AccountId
    readonly id: MessageId
    readonly peer: BareJid
    readonly body: string
    readonly time: number
  },
): Promise<readonly Change[]> {
  const { account, id, peer, body, time } = event
  if (!isKnown(batch, account)) throw new AppError('unknown-account', 'A message of an account that is not known')
  const known = `NOT EXISTS (SELECT 1 FROM message AS other JOIN conversation AS its ON its.key = other.conversation
    WHERE other.id = ? AND its.account = conversation.account)`
  const row = await insertMessage(batch, account, peer, {
    columns: { id, direction: 'out', body, time, state: 'queued' },
    unless: { sql: known, values: [id] },
  })
  return row === null ? [] : newMessage(batch, messageOf(account, peer, row))
}

/** Each message goes to the state where its present one allows it; others, and unknown ones, stay as they are. */
export async function messagesBecame(
  batch: Batch,
  id: AccountId,
  ids: readonly MessageId[],
  state: MessageState,
  failure: Failure | null = null,
): Promise<readonly Change[]> {
  if (ids.length === 0) return []
  const rows = (await batch.sql(...ids.map(each => updateState(id, each, state, failure)))).flat()
  const account = shownAccount(batch.memory, id)
  if (account === null) return []
  return messagesOf(id, rows).flatMap(message => [
    { type: 'message.changed', account: id, peer: message.peer, messages: [message] } as const,
    ...withChangedMessage(batch, account, message),
  ])
}

/** Only one that failed can be removed: any other may have gone to the other side. */
export async function messageDeleted(batch: Batch, id: AccountId, message: MessageId): Promise<readonly Change[]> {
  const [deleted] = await batch.sql({
    sql: `DELETE FROM message WHERE id = ? AND state = 'failed'
        AND conversation IN (SELECT key FROM conversation WHERE account = ?)
      RETURNING (SELECT peer FROM conversation WHERE key = conversation) AS peer`,
    values: [message, id],
  })
  const peer = deleted?.[0]?.peer as BareJid | undefined
  const account = shownAccount(batch.memory, id)
  if (account === null || peer === undefined) return []
  const removed: Change = { type: 'message.removed', account: id, peer, ids: [message] }
  const conversation = account.conversations.get(peer)
  if (conversation?.lastMessage?.id !== message) return [removed]
  const [last] = await batch.sql(selectPage(id, peer, null, 1))
  const lastMessage = last?.[0] === undefined ? null : messageOf(id, peer, last[0])
  return [removed, ...setConversation(batch, account, { ...conversation, lastMessage })]
}

function isKnown(batch: Batch, id: AccountId): boolean {
  return batch.content().accounts.some(account => account.id === id)
}

function newMessage(batch: Batch, message: Message): readonly Change[] {
  const account = shownAccount(batch.memory, message.account)
  if (account === null) return []
  return [
    { type: 'message.changed', account: message.account, peer: message.peer, messages: [message] },
    ...withNewMessage(batch, account, message),
  ]
}

/** Puts a message at the end of its conversation; null where `unless` says that it is there already. */
async function insertMessage(
  batch: Batch,
  account: AccountId,
  peer: BareJid,
  message: { readonly columns: Readonly<Record<string, SqlValue>>; readonly unless: Required<Statement> },
): Promise<SqlRow | null> {
  const place = Math.max(1, Math.floor(batch.now)) * placesPerMillisecond
  const columns = Object.keys(message.columns)
  const [, inserted] = await batch.sql(
    {
      sql: `INSERT INTO conversation (account, peer, last_place) VALUES (?, ?, ?) ON CONFLICT DO UPDATE
        SET last_place = max(last_place + ${placesPerMillisecond}, excluded.last_place)`,
      values: [account, peer, place],
    },
    {
      sql: `INSERT INTO message (conversation, place, ${columns.join(', ')})
        SELECT key, last_place, ${columns.map(() => '?').join(', ')} FROM conversation
        WHERE account = ? AND peer = ? AND ${message.unless.sql} RETURNING ${messageColumns}`,
      values: [...Object.values(message.columns), account, peer, ...message.unless.values],
    },
  )
  return inserted?.[0] ?? null
}

function updateState(account: AccountId, id: MessageId, state: MessageState, failure: Failure | null): Statement {
  const before = reachedFrom[state]
  return {
    sql: `UPDATE message SET state = ?, failure = ? WHERE id = ? AND state IN (${before.map(() => '?').join(', ')})
        AND conversation IN (SELECT key FROM conversation WHERE account = ?)
      RETURNING (SELECT peer FROM conversation WHERE key = conversation) AS peer, ${messageColumns}`,
    values: [state, failure === null ? null : JSON.stringify(failure), id, ...before, account],
  }
}
