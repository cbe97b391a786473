import { randomUUID } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type PictureHash, pictureHashPattern } from '../../shared/domain/profile.ts'
import { storageFailed } from './storage-failed.ts'

/** Pictures of people, a file each, called by the hash of its bytes; for their owner alone. */
export interface PictureFiles {
  /** Whole or not at all. @throws AppError `storage-failed` */
  write(hash: PictureHash, bytes: Uint8Array): Promise<void>
  /** Null where there is none. */
  read(hash: PictureHash): Promise<Uint8Array | null>
  /** Removes all but these. @throws AppError `storage-failed` */
  keepOnly(used: ReadonlySet<string>): Promise<void>
}

/** @param folder made when the first picture is written */
export function pictureFiles(folder: string): PictureFiles {
  const there = new Set<PictureHash>()
  return {
    async write(hash, bytes) {
      if (there.has(hash)) return
      const building = join(folder, `${randomUUID()}.new`)
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 })
        await writeFile(building, bytes, { mode: 0o600 })
        await rename(building, join(folder, hash))
        there.add(hash)
      } catch (error) {
        await rm(building, { force: true }).catch(() => {
          // What cannot be written cannot be removed either; `keepOnly` tries again.
        })
        throw storageFailed('A picture could not be written', error)
      }
    },
    async read(hash) {
      // Whatever the page asks for, it is no path.
      if (!pictureHashPattern.test(hash)) return null
      try {
        return await readFile(join(folder, hash))
      } catch {
        // It is gone, or the disk refuses: the letter stands in its place.
        return null
      }
    },
    async keepOnly(used) {
      there.clear()
      try {
        const names = await readdir(folder)
        await Promise.all(names.filter(name => !used.has(name)).map(name => rm(join(folder, name), { force: true })))
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return
        throw storageFailed('Pictures could not be removed', error)
      }
    },
  }
}
