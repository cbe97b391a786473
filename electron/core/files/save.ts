import { randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { AppError } from '../../../shared/domain/failure.ts'
import { storageCondition } from '../../store/storage-failed.ts'
import { pour } from './pour.ts'

/**
 * Puts a copy of ours where the person wants it: whole, or what was there stays. Never to be run as it comes; nobody's
 * rights are changed afterwards, which sticks and shares (FAT, SMB) refuse.
 * @param copy path of ours
 * @param target path that the person has chosen; what is there is replaced
 * @throws AppError `file-not-saved` with the `StorageCondition` where it is known
 */
export async function saveAs(copy: string, target: string, platform: string = process.platform): Promise<void> {
  const part = join(dirname(target), `.${randomBytes(8).toString('hex')}.part`)
  try {
    await pour(createReadStream(copy), part, 'wx')
    await rename(part, target)
  } catch (error) {
    await rm(part, { force: true }).catch(() => {
      // The disk that has refused the one may refuse the other.
    })
    const condition = storageCondition(error)
    throw new AppError('file-not-saved', 'the file was not saved', condition === null ? {} : { condition }, error)
  }
  if (platform === 'win32') await markAsForeign(target)
}

/** What comes from the Internet says so on Windows: its programs, and those for documents, ask before they run anything. */
export async function markAsForeign(path: string): Promise<void> {
  await writeFile(`${path}:Zone.Identifier`, '[ZoneTransfer]\r\nZoneId=3\r\n').catch(() => {
    // A file system without streams has no place for it.
  })
}
