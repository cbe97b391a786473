import type { AccountId, FullJid, Peer } from '../../shared/domain/address.ts'
import type { KeptStream, ReceivedPlace } from '../core/ports/index.ts'
import type { SqlRow, Statement } from './sqlite/protocol.ts'
import { wireId } from './wire-id.ts'

/** With the message, in one transaction. Where an earlier message is missing, the disk must not say that it is there. */
export function handledWith(account: AccountId, { stream, count, after }: ReceivedPlace): Statement {
  return {
    sql: 'UPDATE stream SET inbound = max(inbound, ?) WHERE account = ? AND id = ? AND inbound >= ?',
    values: [count, account, stream, after],
  }
}

/** Whether a message has come at this place of the stream before. */
export function selectAtPlace(
  account: AccountId,
  peer: Peer,
  { stream, count }: ReceivedPlace,
  body: string,
): Statement {
  return {
    sql: `SELECT key FROM message WHERE stream = ? AND stream_place = ? AND direction = 'in' AND body = ?
      AND conversation = (SELECT key FROM conversation WHERE account = ? AND peer = ?)`,
    values: [stream, count, body, account, peer],
  }
}

export function selectStream(account: AccountId): Statement {
  return { sql: 'SELECT id, address, inbound FROM stream WHERE account = ?', values: [account] }
}

/** Messages that were written on the stream of the account and not acknowledged, in the order of the stream. */
export function selectUnacknowledged(account: AccountId): Statement {
  return {
    sql: `SELECT ${wireId} AS id, stream_place FROM conversation JOIN message ON conversation = conversation.key
      WHERE account = ? AND state IN ('queued', 'sent')
        AND stream = (SELECT stream.id FROM stream WHERE stream.account = conversation.account) ORDER BY stream_place`,
    values: [account],
  }
}

export function streamOf(stream: SqlRow, messages: readonly SqlRow[]): KeptStream {
  return {
    id: String(stream.id),
    address: stream.address as FullJid,
    inbound: Number(stream.inbound),
    unacknowledged: messages.map(({ id, stream_place: place }) => ({ message: String(id), count: Number(place) })),
  }
}
