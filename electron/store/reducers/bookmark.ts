import type { AccountId, BareJid } from '../../../shared/domain/address.ts'
import type { Change } from '../../../shared/ipc/changes.ts'
import type { KeptBookmark } from '../../core/events.ts'
import type { Batch } from '../batch.ts'
import { shownAccount } from '../memory.ts'
import type { SqlRow, Statement } from '../sqlite/protocol.ts'

/** What is the same here and on the server is told of rooms; the rest is kept to see later on who has changed what. */
export async function bookmarkAgreed(
  batch: Batch,
  id: AccountId,
  bookmarks: readonly KeptBookmark[],
): Promise<readonly Change[]> {
  const account = shownAccount(batch.memory, id)
  if (account === null) return []
  const [rows = []] = await batch.sql(selectBookmarks(id))
  const value = JSON.stringify(bookmarks)
  if (rows[0]?.bookmarks !== value) {
    await batch.sql({
      sql: `INSERT INTO account_state (account, blocking, blocked, bookmarks) VALUES (?, -1, '[]', ?)
        ON CONFLICT DO UPDATE SET bookmarks = excluded.bookmarks`,
      values: [id, value],
    })
  }
  const there = new Set(
    bookmarks.filter(each => each.storage !== null || each.items !== null).map(each => each.address),
  )
  const otherwise = [...account.rooms.values()].filter(({ room }) => room.isBookmarked !== there.has(room.address))
  if (otherwise.length === 0) return []
  const rooms = otherwise.map(held => ({ ...held, room: { ...held.room, isBookmarked: there.has(held.room.address) } }))
  for (const held of rooms) {
    const { address, isBookmarked } = held.room
    await batch.sql({
      sql: 'UPDATE room SET bookmarked = ? WHERE account = ? AND address = ?',
      values: [isBookmarked ? 1 : 0, id, address],
    })
    batch.memory.set(account.rooms, address, held)
  }
  return [{ type: 'room.changed', account: id, rooms: rooms.map(each => each.room) }]
}

export function selectBookmarks(account: AccountId): Statement {
  return { sql: 'SELECT bookmarks FROM account_state WHERE account = ?', values: [account] }
}

export function bookmarksOf(row: SqlRow | undefined): readonly KeptBookmark[] {
  const kept: unknown = typeof row?.bookmarks === 'string' ? JSON.parse(row.bookmarks) : []
  return Array.isArray(kept) ? kept.flatMap(bookmarkOf) : []
}

function bookmarkOf(value: unknown): readonly KeptBookmark[] {
  if (typeof value !== 'object' || value === null) return []
  const { address, nick, autojoin, storage, items } = value as Partial<Record<keyof KeptBookmark, unknown>>
  if (typeof address !== 'string' || typeof nick !== 'string' || typeof autojoin !== 'boolean') return []
  const flag = (place: unknown): boolean | null => (typeof place === 'boolean' ? place : null)
  return [{ address: address as BareJid, nick, autojoin, storage: flag(storage), items: flag(items) }]
}
