import { randomBytes } from 'node:crypto'
import { chmod, copyFile, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import type { FileCopy } from '../../../shared/domain/file.ts'
import { storageFailed } from '../../store/storage-failed.ts'
import { pour } from './pour.ts'
import { markAsForeign } from './save.ts'

/** Our own copies of files, under names made at random, for their owner alone and never to be run. */
export interface FileFolder {
  path(copy: FileCopy): string
  /** Whole or not at all. @throws AppError `storage-failed`; what the source throws */
  write(source: AsyncIterable<Uint8Array> | Uint8Array): Promise<FileCopy>
  /** @throws AppError `storage-failed` */
  copyOf(path: string): Promise<FileCopy>
  remove(copy: string): Promise<void>
  /** A message or a transfer that is kept has it now. */
  settled(copy: string): void
  /** Names of what is being written, or has been since the start and belongs to nobody yet: it must not be tidied away. */
  inHand(): ReadonlySet<string>
  /** A copy that may only be read, called by its name, for the system's programs: they change nothing of ours. */
  openable(copy: FileCopy, name: string): Promise<string>
  /** Removes what was made to be opened. */
  dispose(): Promise<void>
}

const copyPattern = /^[0-9a-f]{32}$/

export function isFileCopy(text: string): text is FileCopy {
  return copyPattern.test(text)
}

export function createFileFolder(folder: string): FileFolder {
  const opened = new Set<string>()
  const hand = new Set<string>()
  const newName = (): FileCopy => randomBytes(16).toString('hex') as FileCopy

  async function make(write: (path: string) => Promise<void>): Promise<FileCopy> {
    const copy = newName()
    const part = `${copy}.part`
    const building = join(folder, part)
    hand.add(part).add(copy)
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      await write(building)
      await rename(building, join(folder, copy))
      return copy
    } catch (error) {
      hand.delete(copy)
      await rm(building, { force: true }).catch(() => {
        // The next start removes what belongs to nobody.
      })
      throw isDisk(error) ? storageFailed('The file could not be written', error) : error
    } finally {
      hand.delete(part)
    }
  }

  return {
    path: copy => join(folder, basename(copy)),
    write: source =>
      make(path => (source instanceof Uint8Array ? writeFile(path, source, { mode: 0o600 }) : pour(source, path))),
    copyOf: path =>
      make(async building => {
        await copyFile(path, building)
        await chmod(building, 0o600)
      }),
    settled: copy => void hand.delete(copy),
    inHand: () => hand,
    async remove(copy) {
      hand.delete(copy)
      await rm(join(folder, basename(copy)), { force: true }).catch(() => {
        // The next start removes what belongs to nobody.
      })
    },
    async openable(copy, name) {
      const place = await mkdtemp(join(tmpdir(), 'centella-open-'))
      opened.add(place)
      const path = join(place, name)
      await copyFile(join(folder, basename(copy)), path)
      if (process.platform === 'win32') await markAsForeign(path)
      await chmod(path, 0o400)
      return path
    },
    async dispose() {
      await Promise.all([...opened].map(each => rm(each, { recursive: true, force: true }).catch(() => {})))
    },
  }
}

/** Node's errors of the file system have the name of the call. */
function isDisk(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error && 'errno' in error && !('address' in error)
}
