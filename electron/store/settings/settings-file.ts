import { copyFile, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Trouble } from '../../../shared/domain/trouble.ts'
import type { Clock, Log } from '../../core/ports/index.ts'
import { asideName } from '../aside.ts'
import { storageFailed } from '../storage-failed.ts'
import { sealed } from './checksum.ts'
import { chooseSettings } from './choose-settings.ts'
import { type SettingsContent, writeContent } from './settings-content.ts'

/** `settings.json` of a profile: the settings and the accounts. Passwords are never in it. */
export interface SettingsFile {
  /** What was wrong with it when it was opened. */
  readonly trouble: Trouble | null
  /** What was last read or written. */
  content(): SettingsContent
  /**
   * Puts the new content in the place of the old: at any moment the file is wholly the one or the other.
   * @throws AppError `storage-failed`; the old content stays
   */
  write(content: SettingsContent): Promise<void>
}

/**
 * Reads the settings of a profile. Beside the file there is a second copy, `settings.backup.json`, which stands in
 * where the first is damaged. A damaged file is kept as `settings.damaged-<time>.json`.
 * @throws AppError `storage-failed` where a file is there but cannot be read, or a damaged one cannot be replaced
 */
export async function openSettingsFile(options: {
  readonly folder: string
  readonly clock: Clock
  readonly log: Log
}): Promise<SettingsFile> {
  const { folder, clock, log } = options
  const path = join(folder, 'settings.json')
  const backup = join(folder, 'settings.backup.json')
  const texts = { main: await readText(path), backup: await readText(backup) }
  const chosen = chooseSettings(texts)
  let { found, content } = chosen

  async function write(next: SettingsContent): Promise<void> {
    const { json, text } = sealed(writeContent(found, next))
    await replace(path, text)
    found = json
    content = next
    await writeBackup(text)
  }

  /** An old copy would be worse than none: it may hold an account that was removed. */
  async function writeBackup(text: string): Promise<void> {
    try {
      await replace(backup, text)
    } catch (error) {
      log.warn('the second copy of the settings could not be written', { error: messageOf(error) })
      await rm(backup, { force: true }).catch((failed: unknown) => {
        log.error('an old copy of the settings stays', { error: messageOf(failed) })
      })
    }
  }

  let trouble: Trouble | null = null
  if (chosen.damaged !== null) {
    log.warn('the settings file is damaged, what is readable is kept', { used: chosen.damaged })
    const file = asideName('settings', clock.now(), 'json')
    // Copied before it is replaced: there is a file of that name at every moment.
    await keepDamaged(path, join(folder, file))
    await write(content)
    trouble = { type: 'settings-damaged', file, used: chosen.damaged, accounts: content.accounts.length }
  } else if (texts.main === null) {
    if (texts.backup !== null) await write(content)
  } else if (texts.backup !== texts.main) {
    await writeBackup(texts.main)
  }
  return { trouble, content: () => content, write }
}

async function readText(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw storageFailed(error instanceof Error ? error.message : 'The settings cannot be read', error)
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

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : ''
}
