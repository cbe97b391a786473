import { existsSync, rmSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import type { ArchiveCounts } from '../../../../shared/domain/trouble.ts'
import { migrate } from '../migrate.ts'
import { migrations } from '../migrations/index.ts'
import { withoutTextIndex } from '../text-index.ts'
import { valueRulesOf } from '../values.ts'
import { type Found, findRows } from './find-rows.ts'
import { mendConversations } from './mend-conversations.ts'
import { openPages, type Pages } from './pages.ts'
import { createRowWriter } from './row-writer.ts'
import { shapesOf } from './shapes.ts'

/**
 * Makes a new database of all that is readable in a damaged one, which is not changed: row by row, from every page,
 * whatever has become of the header, the schema and the trees that lead to the pages. `secure_delete` has overwritten
 * what was deleted, so that nothing of it comes back.
 * @param accounts the addresses that are remembered: where two copies of a row differ, the one of an account is right
 * @returns what is known to be lost: what the indexes know of and no page holds, and what is there but makes no sense
 * @throws Error SQLite's or the system's own, with no new database
 */
export function salvage(options: {
  readonly path: string
  /** The bytes of its write-ahead log. */
  readonly log: Buffer
  readonly target: string
  readonly accounts: readonly string[]
}): ArchiveCounts {
  const { path, log, target, accounts } = options
  rmSync(target, { force: true })
  const pages = openPages(path, log)
  let database: DatabaseSync | null = null
  try {
    const made = new DatabaseSync(target, { enableForeignKeyConstraints: false })
    database = made
    // Rows come in the order of the pages: their indexes are filled at random, and should not go to the disk each time.
    database.exec('PRAGMA cache_size = -131072')
    // What is moved within a page leaves its letters behind otherwise, and a removed history would still be in them.
    database.exec('PRAGMA secure_delete = ON')
    // As it was, so that the steps to the newest form find what they expect.
    migrate(database, migrations.slice(0, versionOf(pages)))
    database.exec('BEGIN')
    const lost = withoutTextIndex(made, () => fill(made, pages, accounts))
    database.exec('COMMIT')
    database.close()
    return lost
  } catch (error) {
    if (database?.isOpen) database.close()
    for (const file of [target, `${target}-journal`]) if (existsSync(file)) rmSync(file)
    throw error
  } finally {
    pages.close()
  }
}

function fill(database: DatabaseSync, pages: Pages, accounts: readonly string[]): ArchiveCounts {
  const writer = createRowWriter(database)
  const found = findRows(pages, shapesOf(database), writer.write)
  const orphans = mendConversations(database, found, accounts)
  for (const { table, column, valid, instead } of valueRulesOf(database))
    database.exec(`UPDATE ${table} SET ${column} = ${instead} WHERE NOT (${valid})`)
  forgetAgreements(database)
  return lostOf(database, found, orphans)
}

/**
 * Of contacts and rooms some may be missing: the server is to say the whole list again, and a room that is lost here is no
 * bookmark that the person has removed.
 */
function forgetAgreements(database: DatabaseSync): void {
  const isThere = database.prepare("SELECT 1 FROM pragma_table_info('account_state') WHERE name = ?")
  for (const column of ['roster_version', 'bookmarks'])
    if (isThere.get(column) !== undefined) database.exec(`UPDATE account_state SET ${column} = NULL`)
}

/** Of the header's `user_version`, where that can be; else the newest. */
function versionOf(pages: Pages): number {
  const version = pages.images(1)[0]?.readUInt32BE(60) ?? 0
  return version >= 1 && version <= migrations.length ? version : migrations.length
}

export function countsOf(database: DatabaseSync): ArchiveCounts {
  const count = (table: string): number => Number(database.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.n)
  return { contacts: count('contact'), conversations: count('conversation'), messages: count('message') }
}

function lostOf(
  database: DatabaseSync,
  found: Found,
  orphans: { readonly conversations: number; readonly messages: number },
): ArchiveCounts {
  const isThere = database.prepare('SELECT 1 FROM message WHERE key = ?')
  // Two indexes have every message; one entry alone may be damage of its own.
  const known = [...found.places.keys()].filter(key => found.ids.has(key))
  const missing = known.filter(key => isThere.get(key) === undefined).length
  return {
    contacts: found.broken.get('contact') ?? 0,
    conversations: orphans.conversations,
    messages: Math.max(missing, found.broken.get('message') ?? 0, orphans.messages),
  }
}
