import type { AccountId, Peer } from '../../shared/domain/address.ts'
import type { DeliveryStep, MessageId, MessageState } from '../../shared/domain/message.ts'
import type { SqlRow, Statement } from './sqlite/protocol.ts'

/** States with a time of their own, in the order in which a message comes to them. */
const timed = ['sent', 'stored', 'delivered', 'displayed'] as const

/**
 * What an update of `state` sets besides it, with one value (the time, in milliseconds) for each mark. Where a message
 * has skipped a state, it came to it now at the latest. One that is queued again has everything before it.
 */
export function timesOf(state: MessageState): { readonly sql: string; readonly count: number } {
  if (state === 'queued') return { sql: [...timed, 'failed'].map(each => `, ${each}_at = NULL`).join(''), count: 0 }
  if (state === 'failed') return { sql: ', failed_at = ?', count: 1 }
  const reached = timed.slice(0, timed.indexOf(state) + 1)
  return { sql: reached.map(each => `, ${each}_at = coalesce(${each}_at, ?)`).join(''), count: reached.length }
}

export function selectDelivery(account: AccountId, id: MessageId): Statement {
  return {
    sql: `SELECT state, time, sent_at, stored_at, delivered_at, displayed_at, failed_at FROM message
      WHERE id = ? AND state IS NOT NULL AND conversation IN (SELECT key FROM conversation WHERE account = ?)`,
    values: [id, account],
  }
}

/** Every step of the way: those that are done, and those that are to come; after a failure only what was before it. */
export function deliveryOf(row: SqlRow): readonly DeliveryStep[] {
  const stepOf = (state: (typeof timed)[number] | 'failed'): DeliveryStep => ({
    state,
    time: row[`${state}_at`] === null ? null : Number(row[`${state}_at`]),
  })
  const written: DeliveryStep = { state: 'queued', time: Number(row.time) }
  if (row.state !== 'failed') return [written, ...timed.map(stepOf)]
  return [written, ...timed.map(stepOf).filter(({ time }) => time !== null), stepOf('failed')]
}

const conversationKey = '(SELECT key FROM conversation WHERE account = ? AND peer = ?)'

/** The own message to this peer that they know by this id; what was never sent nobody can know. What another device of ours has sent has an id of its own here. */
export function selectOwn(account: AccountId, peer: Peer, id: string): Statement {
  const from = `SELECT id, place FROM message WHERE conversation = ${conversationKey} AND direction = 'out'
    AND state IN ('sent', 'stored', 'delivered', 'displayed')`
  return {
    sql: `${from} AND message.id = ? UNION ${from} AND stanza_id = ? ORDER BY place DESC LIMIT 1`,
    values: [account, peer, id, account, peer, id],
  }
}

/** Own messages up to this place that may have been seen. */
export function selectOwnUpTo(
  account: AccountId,
  peer: Peer,
  place: number,
  states: readonly MessageState[],
): Statement {
  return {
    sql: `SELECT id FROM message WHERE conversation = ${conversationKey} AND direction = 'out' AND place <= ?
      AND state IN (${states.map(() => '?').join(', ')})`,
    values: [account, peer, place, ...states],
  }
}

/** The place of a message of the peer's, by the id that they gave it. */
export function selectTheirs(account: AccountId, peer: Peer, id: string): Statement {
  return {
    sql: `SELECT max(place) AS place FROM message WHERE conversation = ${conversationKey} AND stanza_id = ?
      AND direction = 'in'`,
    values: [account, peer, id],
  }
}

/** What has been read before it was known to be asked for is nobody's to wait for. */
export function setMarkable(account: AccountId, peer: Peer, id: string): Statement {
  return {
    sql: `UPDATE message SET markable = 1 WHERE conversation = ${conversationKey} AND stanza_id = ? AND direction = 'in'
      AND markable IS NULL AND place > (SELECT read_up_to FROM conversation WHERE account = ? AND peer = ?)`,
    values: [account, peer, id, account, peer],
  }
}

export function setMarked(account: AccountId, peer: Peer, upTo: number): Statement {
  return {
    sql: `UPDATE message SET markable = 0 WHERE conversation = ${conversationKey} AND markable = 1 AND place <= ?`,
    values: [account, peer, upTo],
  }
}

/** The last message of each conversation that was seen and whose sender waits to hear of it. */
export function selectOwed(account: AccountId): Statement {
  return {
    sql: `SELECT peer, max(place) AS place, stanza_id FROM conversation
      JOIN message INDEXED BY message_markable ON conversation = conversation.key AND markable = 1
      WHERE account = ? AND place <= read_up_to GROUP BY conversation.key`,
    values: [account],
  }
}

export function selectHasWritten(account: AccountId, peer: Peer): Statement {
  return {
    sql: `SELECT 1 FROM message INDEXED BY message_own WHERE conversation = ${conversationKey} AND direction = 'out' LIMIT 1`,
    values: [account, peer],
  }
}
