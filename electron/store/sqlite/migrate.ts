import type { DatabaseSync } from 'node:sqlite'
import { newerVersion } from '../storage-failed.ts'
import { migrations } from './migrations/index.ts'

/**
 * Brings a database to the newest form, each step in a transaction of its own (`PRAGMA user_version` counts them).
 * @throws Error `newerVersion`, with nothing touched, or SQLite's own
 */
export function migrate(database: DatabaseSync, steps: readonly string[] = migrations): void {
  const version = Number(database.prepare('PRAGMA user_version').get()?.user_version)
  if (version > steps.length) throw new Error(newerVersion)
  for (const [index, step] of steps.entries()) {
    if (index < version) continue
    database.exec('BEGIN IMMEDIATE')
    try {
      database.exec(step)
      database.exec(`PRAGMA user_version = ${index + 1}`)
      database.exec('COMMIT')
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK')
      throw error
    }
  }
}
