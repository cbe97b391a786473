import { copyFile, open, readFile, rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Clock, Log } from '../../core/ports/index.ts'
import { storageFailed } from '../storage-failed.ts'
import { readContent, type SettingsContent, writeContent } from './settings-content.ts'

/** `settings.json` of a profile: the settings and the accounts. Passwords are never in it. */
export interface SettingsFile {
  /** What was last read or written. */
  content(): SettingsContent
  /**
   * Puts the new content in the place of the old: at any moment the file is wholly the one or the other.
   * @throws AppError `storage-failed`; the old content stays
   */
  write(content: SettingsContent): Promise<void>
}

/**
 * Reads the settings of a profile. A damaged file is kept beside it as `settings.damaged-<time>.json`, and what can be
 * read of it is used.
 * @throws AppError `storage-failed` where the file is there but cannot be read
 */
export async function openSettingsFile(options: {
  readonly folder: string
  readonly clock: Clock
  readonly log: Log
}): Promise<SettingsFile> {
  const path = join(options.folder, 'settings.json')
  const text = await readText(path)
  let found: unknown = text === null ? {} : parse(text)
  const read = readContent(found)
  let content = read.content

  async function write(next: SettingsContent): Promise<void> {
    const json = writeContent(found, next)
    await replace(path, `${JSON.stringify(json, null, 2)}\n`)
    found = json
    content = next
  }

  if (read.damaged) {
    options.log.warn('the settings file is damaged, what is readable is kept')
    // Copied before it is replaced: there is a file of that name at every moment.
    await keepDamaged(path, join(options.folder, `settings.damaged-${options.clock.now()}.json`))
    await write(content)
  }
  return { content: () => content, write }
}

async function readText(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw storageFailed(error instanceof Error ? error.message : 'The settings cannot be read', error)
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Not JSON at all: nothing of it is readable, and the caller keeps the file.
    return null
  }
}

async function keepDamaged(path: string, aside: string): Promise<void> {
  try {
    await copyFile(path, aside)
  } catch (error) {
    throw storageFailed(error instanceof Error ? error.message : 'The damaged settings cannot be kept', error)
  }
}

async function replace(path: string, text: string): Promise<void> {
  const temporary = `${path}.new`
  try {
    const file = await open(temporary, 'w', 0o600)
    try {
      await file.writeFile(text)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(temporary, path)
    await syncFolder(dirname(path))
  } catch (error) {
    throw storageFailed(error instanceof Error ? error.message : 'The settings cannot be written', error)
  }
}

/** Only then is the new name on the disk as well. Windows cannot open folders and does not need it. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
