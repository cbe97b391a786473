import type { Message } from '../../shared/domain/message.ts'
import type { Log } from '../core/ports/index.ts'
import type { Memory } from './memory.ts'
import type { PictureFiles } from './pictures.ts'
import { selectPictures } from './reducers/profile.ts'
import type { SettingsContent } from './settings/settings-content.ts'
import type { SettingsFile } from './settings/settings-file.ts'
import type { Database } from './sqlite/database.ts'
import type { SqlRow, Statement } from './sqlite/protocol.ts'
import { selectUsedFiles, usedName } from './transfer-sql.ts'

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
  /** A message of somebody else has just come, and is not one that was there already. */
  arrived(message: Message): void
  /** Deleted rows are to leave the write-ahead log too. */
  forgetDeleted(): void
  readonly pictures: Pick<PictureFiles, 'write'>
  /** Pictures that no profile has any more go. */
  releasePictures(): void
}

/** A batch, and how it ends: exactly one of the two is called. */
export interface OpenBatch extends Batch {
  arrivals(): readonly Message[]
  /** @throws AppError `storage-failed`; then `takeBack` is to be called */
  keep(): Promise<void>
  takeBack(): Promise<void>
}

export interface Parts {
  readonly memory: Memory
  readonly database: Pick<Database, 'run'>
  readonly file: SettingsFile
  readonly log: Log
  readonly pictures: PictureFiles
  readonly files: Pick<PictureFiles, 'keepOnly'>
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
  let release = false
  const arrivals: Message[] = []

  /** Of those that stay true when this batch is. */
  async function removePictures(): Promise<void> {
    const [rows = []] = await database.run([selectPictures])
    await parts.pictures.keepOnly(new Set(rows.map(row => String(row.picture))))
  }

  async function removeFiles(): Promise<void> {
    const [rows = []] = await database.run([selectUsedFiles])
    await parts.files.keepOnly(new Set(rows.map(row => usedName(row.used))))
  }

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
    arrived(message) {
      arrivals.push(message)
    },
    arrivals: () => arrivals,
    forgetDeleted() {
      forget = true
    },
    pictures: parts.pictures,
    releasePictures() {
      release = true
    },
    async keep() {
      if (content !== before) {
        await file.write(content)
        written = true
      }
      // Before the commit: once that is done nobody would come back for them.
      if (forget) await parts.removeAside()
      if (forget) await removePictures()
      if (forget) await removeFiles()
      if (begun) await database.run([{ sql: 'COMMIT' }])
      memory.keep()
      if (release && !forget) {
        // Nobody sees them any more; what stays goes the next time.
        await removePictures().catch(error =>
          log.warn('pictures stay on the disk', { error: error instanceof Error ? error.message : '' }),
        )
      }
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
