import type { DatabaseSync } from 'node:sqlite'
import type { Statement } from './protocol.ts'

/** FTS5 keeps the words in tables of its own, whose form is its business. */
export const textIndexParts = /^message_text_/

/** Makes the index over the words of messages anew; nothing of messages that were deleted is left in it then. */
export const rebuildTextIndex: Statement = { sql: "INSERT INTO message_text (message_text) VALUES ('rebuild')" }

/** Whether what SQLite says is wrong is the index over the words alone. */
export function isTextIndexDamage(damage: string): boolean {
  return /fts5/i.test(damage)
}

/** Statements whose deletions leave no words in the index. For a few rows: many take minutes. */
export function forgettingWords(...statements: readonly Statement[]): readonly Statement[] {
  const set = (value: 0 | 1): Statement => ({
    sql: `INSERT INTO message_text (message_text, rank) VALUES ('secure-delete', ${value})`,
  })
  return [set(1), ...statements, set(0)]
}

/**
 * Does what changes many messages in any order without keeping the index over their words in step, and makes it anew
 * then: ten times faster. In a database of a version before the index there is nothing more to do.
 */
export function withoutTextIndex<Result>(database: DatabaseSync, job: () => Result): Result {
  const triggers = database
    .prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'message'")
    .all()
  for (const { name } of triggers) database.exec(`DROP TRIGGER ${name}`)
  const result = job()
  for (const { sql } of triggers) database.exec(String(sql))
  if (triggers.length > 0) database.exec(rebuildTextIndex.sql)
  return result
}
