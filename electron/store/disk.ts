import { chmod, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { AccountId } from '../../shared/domain/address.ts'
import { AppError } from '../../shared/domain/failure.ts'
import type { Clock, Log, Profile } from '../core/ports/index.ts'
import { removeAside } from './aside.ts'
import { type PictureFiles, pictureFiles } from './pictures.ts'
import { openSettingsFile, type SettingsFile } from './settings/settings-file.ts'
import { type Database, openDatabase } from './sqlite/database.ts'
import { storageFailed } from './storage-failed.ts'

/** What a store is kept on: the files of a profile, or what a simulation has in their place. */
export interface Disk {
  /** First of all. @throws AppError `storage-failed` */
  openSettings(): Promise<SettingsFile>
  /**
   * @param accounts the addresses that are remembered
   * @throws AppError `storage-failed`
   */
  openDatabase(accounts: readonly AccountId[]): Promise<Database>
  /** Removes the damaged files that were kept. */
  removeAside(): Promise<void>
  readonly pictures: PictureFiles
  /** Our copies of files that were sent and fetched, by their names. */
  readonly files: Pick<PictureFiles, 'keepOnly'>
}

/** `settings.json` and `archive.sqlite` in the profile's folder, which is made where it is not there. */
export function profileDisk(options: { readonly profile: Profile; readonly clock: Clock; readonly log: Log }): Disk {
  const { profile, clock, log } = options
  const { folder, databaseWorker: worker } = profile
  return {
    async openSettings() {
      await makePrivate(folder)
      return openSettingsFile({ folder, clock, log })
    },
    openDatabase: accounts =>
      openDatabase({ path: join(folder, 'archive.sqlite'), worker, now: clock.now(), accounts }),
    removeAside: () => removeAside(folder),
    pictures: pictureFiles(join(folder, 'pictures')),
    files: pictureFiles(join(folder, 'files')),
  }
}

async function makePrivate(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await chmod(folder, 0o700)
  } catch (error) {
    if (error instanceof AppError) throw error
    throw storageFailed(error instanceof Error ? error.message : 'The profile cannot be opened', error)
  }
}
