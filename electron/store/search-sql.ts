import type { AccountId, Peer } from '../../shared/domain/address.ts'
import { messageColumns } from './message-sql.ts'
import type { Statement } from './sqlite/protocol.ts'

/** Matches that are looked at, newest first: so that a word that stands in every message takes no longer than others. */
const mostMatches = 5000
const mostWords = 10

/**
 * What FTS5 is asked for a text: every word has to begin a word of the message. Null where nothing in it is a word.
 * https://www.sqlite.org/fts5.html#full_text_query_syntax
 */
export function matchOf(text: string): string | null {
  const words = text
    .replaceAll('\0', ' ')
    .split(/\s+/)
    .filter(word => /[\p{L}\p{N}]/u.test(word))
  // In quotes nothing of it is an operator.
  const quoted = words.slice(0, mostWords).map(word => `"${word.replaceAll('"', '""')}"*`)
  return quoted.length === 0 ? null : quoted.join(' ')
}

/** Messages of an account that match, newest first, with their `peer` and how many there are (`total`). */
export function selectFound(
  account: AccountId,
  match: string,
  { before, peer, limit }: { readonly before: number | null; readonly peer: Peer | null; readonly limit: number },
): Statement {
  return {
    sql: `SELECT peer, count(*) OVER () AS total, ${messageColumns}
      FROM (SELECT rowid FROM message_text WHERE message_text MATCH ? ${peer === null ? '' : ofPeer}
        ORDER BY rowid DESC LIMIT ${mostMatches}) AS found
      JOIN message ON message.key = found.rowid JOIN conversation ON conversation.key = conversation
      WHERE account = ? AND peer = coalesce(?, peer) AND place < ? ORDER BY place DESC LIMIT ?`,
    values: [
      ...[match, ...(peer === null ? [] : [account, peer])],
      ...[account, peer, before ?? Number.MAX_SAFE_INTEGER, limit],
    ],
  }
}

/** What is said elsewhere takes no place among the matches. */
const ofPeer = `AND (SELECT conversation FROM message WHERE key = message_text.rowid) =
          (SELECT key FROM conversation WHERE account = ? AND peer = ?)`
