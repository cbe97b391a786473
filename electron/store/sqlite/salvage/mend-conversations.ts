import type { DatabaseSync } from 'node:sqlite'
import type { Found } from './find-rows.ts'

/**
 * Gives every message its conversation: those that were lost come back from the index over them, or from who wrote the
 * messages; a message whose own reference or place is damaged goes where the index has it.
 * @returns what belongs nowhere, and is removed
 */
export function mendConversations(
  database: DatabaseSync,
  found: Found,
  accounts: readonly string[],
): { readonly conversations: number; readonly messages: number } {
  const select = database.prepare('SELECT account FROM conversation WHERE key = ?')
  const insert = database.prepare(
    'INSERT OR IGNORE INTO conversation (key, account, peer, read_up_to) VALUES (?, ?, ?, -1)',
  )
  const correct = database.prepare('UPDATE OR IGNORE conversation SET account = ?, peer = ? WHERE key = ?')
  for (const { key, account, peer } of found.conversations) {
    const there = select.get(key)?.account
    if (there === undefined) insert.run(key, account, peer)
    else if (!accounts.includes(String(there)) && accounts.includes(account)) correct.run(account, peer, key)
  }

  const move = database.prepare('UPDATE OR IGNORE message SET conversation = ? WHERE key = ?')
  for (const { key } of orphansOf(database)) {
    const place = found.places.get(Number(key))
    if (place !== undefined && select.get(place.conversation) !== undefined) move.run(place.conversation, Number(key))
  }

  // No place is behind the last one: it would keep its message at the end for ever.
  const misplaced = database.prepare(
    `SELECT message.key, last_place FROM message JOIN conversation ON conversation.key = conversation
      WHERE place > last_place AND last_place > 0`,
  )
  const put = database.prepare('UPDATE OR IGNORE message SET place = ? WHERE key = ?')
  for (const { key, last_place } of misplaced.all()) {
    const known = found.places.get(Number(key))
    if (known !== undefined && known.place <= Number(last_place)) put.run(known.place, Number(key))
  }

  const account = onlyAccount(database, accounts)
  if (account !== null) adoptBySender(database, account)

  const left = orphansOf(database)
  const conversations = new Set(left.map(each => each.conversation)).size
  const isOrphan = 'conversation NOT IN (SELECT key FROM conversation)'
  database.exec(`DELETE FROM message WHERE ${isOrphan}`)
  const lastPlace = '(SELECT max(place) FROM message WHERE conversation = conversation.key)'
  database.exec(`UPDATE conversation SET last_place = max(last_place, coalesce(${lastPlace}, 0))`)
  // In rooms alone a message says who has written it.
  const ofRoom = "json_valid(extra) AND json_extract(extra, '$.sender') IS NOT NULL"
  database.exec(`UPDATE conversation SET kind = 'room'
    WHERE kind IS NULL AND key IN (SELECT conversation FROM message WHERE ${ofRoom})`)
  // How far was read is not known then; that it has all been read disturbs nobody.
  database.exec('UPDATE conversation SET read_up_to = last_place WHERE read_up_to = -1')
  return { conversations, messages: left.length }
}

function orphansOf(database: DatabaseSync) {
  return database
    .prepare('SELECT key, conversation FROM message WHERE conversation NOT IN (SELECT key FROM conversation)')
    .all()
}

/** The account that all of it belongs to, where there is but one. */
function onlyAccount(database: DatabaseSync, accounts: readonly string[]): string | null {
  const known = database.prepare('SELECT DISTINCT account FROM conversation').all()
  const all = new Set([...accounts, ...known.map(each => String(each.account))])
  const [only] = all
  return all.size === 1 && only !== undefined ? only : null
}

function adoptBySender(database: DatabaseSync, account: string): void {
  const lost = database
    .prepare(
      `SELECT conversation AS key, sender FROM message WHERE sender IS NOT NULL
        AND conversation NOT IN (SELECT key FROM conversation) GROUP BY conversation`,
    )
    .all()
  for (const { key, sender } of lost) {
    const peer = String(sender).split('/')[0] ?? ''
    const known = database.prepare('SELECT key FROM conversation WHERE account = ? AND peer = ?').get(account, peer)
    if (known === undefined)
      database
        .prepare('INSERT INTO conversation (key, account, peer, read_up_to) VALUES (?, ?, ?, -1)')
        .run(Number(key), account, peer)
    else
      database
        .prepare('UPDATE OR IGNORE message SET conversation = ? WHERE conversation = ?')
        .run(Number(known.key), Number(key))
  }
}
