import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { pageSize } from './page.ts'
import { readWal } from './wal.ts'

/** The pages of a database as they were after the last commit, from its file and its log. */
export interface Pages {
  readonly count: number
  /** The images of a page, the newest first: more than one only where the newest is damaged. */
  images(page: number): readonly Buffer[]
  close(): void
}

export function openPages(path: string, log: Buffer): Pages {
  const file = openSync(path, 'r')
  const wal = readWal(log).pages
  const inFile = Math.ceil(fstatSync(file).size / pageSize)

  function fromFile(page: number): readonly Buffer[] {
    if (page > inFile) return []
    // What is cut off stays zero.
    const image = Buffer.alloc(pageSize)
    try {
      readSync(file, image, 0, pageSize, (page - 1) * pageSize)
    } catch {
      // A place of the disk that cannot be read any more costs this page alone.
      return []
    }
    return [image]
  }

  return {
    count: Math.max(inFile, ...[...wal.keys()].filter(page => page <= inFile + wal.size)),
    images(page) {
      const logged = wal.get(page) ?? []
      const images = logged.map(each => each.image)
      return logged.at(-1)?.whole ? images : [...images, ...fromFile(page)]
    },
    close: () => closeSync(file),
  }
}
