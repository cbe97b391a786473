import { DatabaseSync } from 'node:sqlite'
import { newerVersion } from '../storage-failed.ts'
import { migrate } from './migrate.ts'
import { migrations } from './migrations/index.ts'
import { textIndexParts } from './text-index.ts'
import { valueRulesOf } from './values.ts'

/**
 * Bytes up to which every index is compared with its table entry by entry, in about 100 ms. Beyond, the pages are looked
 * at, and the indexes that decide what is shown and sent are compared as a whole.
 */
const smallArchive = 8 * 2 ** 20

/**
 * What is wrong with a database, in words for the log; null where nothing is, or it is empty.
 * @throws Error `newerVersion` where it was written by a later version, or SQLite's own where it cannot be read
 */
export function damageOf(database: DatabaseSync): string | null {
  const version = Number(pragma(database, 'user_version'))
  const schema = schemaOf(database)
  if (version === 0) return schema === '' ? null : 'tables without a version'
  if (version < 0) return 'the version'
  if (version > migrations.length) {
    // A later version has other tables: with ours, the number is what is wrong.
    if (schema === schemaOfVersion(migrations.length)) return 'the version'
    throw new Error(newerVersion)
  }
  if (schema !== schemaOfVersion(version)) return 'the form of the tables'
  const size = Number(pragma(database, 'page_count')) * Number(pragma(database, 'page_size'))
  const found = size <= smallArchive ? pragma(database, 'integrity_check(1)') : quickCheck(database)
  if (found !== 'ok') return String(found)
  if (database.prepare('PRAGMA foreign_key_check').get() !== undefined) return 'messages without a conversation'
  const rule = valueRulesOf(database).find(({ table, valid }) =>
    database.prepare(`SELECT 1 FROM ${table} WHERE NOT (${valid})`).get(),
  )
  return rule === undefined ? null : `${rule.table}.${rule.column}`
}

/** A part of what `integrity_check` sees, in a twentieth of its time: 100,000 messages take 100 ms. */
export function quickCheck(database: DatabaseSync): unknown {
  const found = pragma(database, 'quick_check(1)')
  if (found !== 'ok') return found
  // A remainder, so that the sum stays a whole number.
  const sums = 'count(*) AS n, sum(key) AS keys, sum(conversation) AS conversations, sum(place % 1000000007) AS places'
  const differs = indexes.find(({ index, where }) => {
    const [table, own] = ['NOT INDEXED', `INDEXED BY ${index}`].map(by =>
      JSON.stringify(database.prepare(`SELECT ${sums} FROM message ${by} WHERE ${where}`).get()),
    )
    return table !== own
  })
  return differs === undefined ? 'ok' : `the index ${differs.index}`
}

const indexes = [
  { index: 'message_by_place', where: 'true' },
  { index: 'message_received', where: "direction = 'in'" },
  { index: 'message_pending', where: "state IN ('queued', 'sent')" },
] as const

function pragma(database: DatabaseSync, name: string): unknown {
  return Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0]
}

function schemaOfVersion(version: number): string {
  const database = new DatabaseSync(':memory:')
  migrate(database, migrations.slice(0, version))
  const schema = schemaOf(database)
  database.close()
  return schema
}

/** The form of the tables as text. What is SQLite's own is no part of it: statistics, the inside of the text index. */
function schemaOf(database: DatabaseSync): string {
  const rows = database.prepare(
    "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_stat%'",
  )
  return rows
    .all()
    .filter(row => !textIndexParts.test(String(row.name)))
    .map(row => JSON.stringify(Object.values(row)))
    .sort()
    .join('\n')
}
