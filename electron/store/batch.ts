import type { Log } from '../core/ports/index.ts'
import type { Memory } from './memory.ts'
import type { SettingsContent } from './settings/settings-content.ts'
import type { SettingsFile } from './settings/settings-file.ts'
import type { Database } from './sqlite/database.ts'
import type { SqlRow, Statement } from './sqlite/protocol.ts'

/** What a reducer works on: everything it does becomes true together, or not at all. */
export interface Batch {
  readonly memory: Memory
  readonly log: Log
  /** Milliseconds since 1970: when the events of this batch arrived. */
  readonly now: number
  content(): SettingsContent
  setContent(content: SettingsContent): void
  /** Runs statements within the batch's transaction. */
  sql(...statements: readonly Statement[]): Promise<readonly (readonly SqlRow[])[]>
  /** Deleted rows are to leave the write-ahead log too. */
  forgetDeleted(): void
}

/** A batch, and how it ends: exactly one of the two is called. */
export interface OpenBatch extends Batch {
  /** @throws AppError `storage-failed`; then `takeBack` is to be called */
  keep(): Promise<void>
  takeBack(): Promise<void>
}

export interface Parts {
  readonly memory: Memory
  readonly database: Pick<Database, 'run'>
  readonly file: SettingsFile
  readonly log: Log
  /** Removes the damaged files that were kept. */
  removeAside(): Promise<void>
}

export function openBatch(parts: Parts, now: number): OpenBatch {
  const { memory, database, file, log } = parts
  const before = file.content()
  let content = before
  let begun = false
  let written = false
  let forget = false

  return {
    memory,
    log,
    now,
    content: () => content,
    setContent(next) {
      content = next
    },
    async sql(...statements) {
      if (begun) return database.run(statements)
      begun = true
      const rows = await database.run([{ sql: 'BEGIN IMMEDIATE' }, ...statements])
      return rows.slice(1)
    },
    forgetDeleted() {
      forget = true
    },
    async keep() {
      if (content !== before) {
        await file.write(content)
        written = true
      }
      // Before the commit: once that is done nobody would come back for them.
      if (forget) await parts.removeAside()
      if (begun) await database.run([{ sql: 'COMMIT' }])
      memory.keep()
      if (!forget) return
      try {
        await database.run([{ sql: 'PRAGMA wal_checkpoint(TRUNCATE)' }])
      } catch (error) {
        // The rows are deleted; their remains go with the next checkpoint.
        log.warn('the log of the archive could not be emptied', { error: error instanceof Error ? error.message : '' })
      }
    },
    async takeBack() {
      memory.takeBack()
      try {
        if (begun) await database.run([{ sql: 'ROLLBACK' }])
      } catch {
        // A full disk ends the transaction by itself, and so does the death of the thread.
      }
      try {
        if (written) await file.write(before)
      } catch (error) {
        log.error('the settings could not be put back', { error: error instanceof Error ? error.message : '' })
      }
    },
  }
}
