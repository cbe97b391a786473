import { accessSync, constants, copyFileSync, existsSync, linkSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { ArchiveCounts, Trouble } from '../../../shared/domain/trouble.ts'
import { asideName } from '../aside.ts'
import { storageCondition } from '../storage-failed.ts'
import { damageOf } from './check.ts'
import { migrate } from './migrate.ts'
import type { WorkerData } from './protocol.ts'
import { pageSize } from './salvage/page.ts'
import { countsOf, salvage } from './salvage/salvage.ts'
import { readWal } from './salvage/wal.ts'
import { isTextIndexDamage, rebuildTextIndex } from './text-index.ts'

export interface OpenedArchive {
  readonly database: DatabaseSync
  readonly trouble: Trouble | null
}

/**
 * Opens (or makes) the archive and brings it to the newest form. A damaged one is kept as `archive.damaged-<time>.sqlite`
 * and what is readable of it takes its place.
 * @throws Error SQLite's or the system's own, or `newerVersion`
 */
export function openArchive(options: WorkerData): OpenedArchive {
  const { path, now } = options
  const file = asideName('archive', now, 'sqlite')
  const aside = join(dirname(path), file)
  const ready = path.replace(/(\.[^.]*)?$/, '.salvaged$1')
  // It was made whole, and the program was ended before it could take its place.
  let replaced = existsSync(ready)
  if (replaced) replace(path, ready, aside)
  let lost: ArchiveCounts = { contacts: 0, conversations: 0, messages: 0 }
  // Read before SQLite sees it, which takes of it what is whole and throws the rest away.
  const log = existsSync(`${path}-wal`) ? readFileSync(`${path}-wal`) : Buffer.alloc(0)
  let database = tryOpen(options, log, aside)
  if (database === null) {
    const building = `${path}.new`
    lost = salvage({ path, log, target: building, accounts: options.accounts })
    renameSync(building, ready)
    replace(path, ready, aside)
    replaced = true
    database = open(path)
  }
  try {
    migrate(database)
    const trouble: Trouble | null = replaced ? { type: 'archive-damaged', file, kept: countsOf(database), lost } : null
    return { database, trouble }
  } catch (error) {
    database.close()
    throw error
  }
}

/** Null where it is damaged. */
function tryOpen({ path, blank, accounts }: WorkerData, log: Buffer, aside: string): DatabaseSync | null {
  // A file without even a header is what a new archive begins as: only where there are accounts has something been lost.
  const emptied = blank && (accounts.length > 0 || log.length > 0)
  const isDamaged = emptied || readWal(log).damaged
  const keepsLog = isDamaged && log.length > 0 && !existsSync(`${aside}-wal`)
  if (keepsLog) copyFileSync(`${path}-wal`, `${aside}-wal`)
  try {
    // Opened in any case: another program that is writing to it now has the lock.
    const database = open(path, isDamaged ? [] : pragmas)
    try {
      database.prepare('SELECT count(*) FROM sqlite_schema').get()
      if (!isDamaged && isWhole(database)) return database
    } catch (error) {
      database.close()
      throw error
    }
    database.close()
    return null
  } catch (error) {
    const condition = storageCondition(error)
    const isOther = condition === 'newer-version' || condition === 'disk-full' || condition === 'in-use'
    // A header that is damaged may forbid writing; so may the folder, and then nothing can be mended.
    if (!isOther && isWritable(path)) return null
    if (keepsLog) rmSync(`${aside}-wal`, { force: true })
    throw error
  }
}

/** The index over the words of messages is made anew where only that is damaged: nothing is lost, nobody has to know. */
function isWhole(database: DatabaseSync): boolean {
  const damage = damageOf(database)
  if (damage === null || !isTextIndexDamage(damage)) return damage === null
  database.exec(rebuildTextIndex.sql)
  return damageOf(database) === null
}

// EXCLUSIVE: a second program on the same profile is refused, rather than writing between our lines.
// FULL: in WAL mode only then is a commit on the disk, and what a person has sent survives a power cut.
const pragmas = [
  `page_size = ${pageSize}`,
  'locking_mode = EXCLUSIVE',
  'journal_mode = WAL',
  'synchronous = FULL',
  'secure_delete = ON',
]

function open(path: string, settings = pragmas): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: 5000, enableForeignKeyConstraints: true })
  try {
    for (const each of settings) database.exec(`PRAGMA ${each}`)
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

/**
 * Puts the salvaged archive in the place of the damaged one. Wherever the program is ended, the next start goes on:
 * the salvaged one lies ready until it is in its place, and the old log is gone by then.
 */
function replace(path: string, ready: string, aside: string): void {
  for (const ending of ['', '-wal']) keep(`${path}${ending}`, `${aside}${ending}`)
  for (const ending of ['-wal', '-shm', '-journal']) rmSync(`${path}${ending}`, { force: true })
  renameSync(ready, path)
}

function keep(path: string, aside: string): void {
  if (!existsSync(path) || existsSync(aside)) return
  try {
    linkSync(path, aside)
  } catch {
    // Not every file system can give a file two names.
    copyFileSync(path, aside)
  }
}

function isWritable(path: string): boolean {
  try {
    for (const each of [path, dirname(path)]) accessSync(each, constants.W_OK)
    return true
  } catch {
    // Read-only, for us or for all.
    return false
  }
}
