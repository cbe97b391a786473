import { constants } from 'node:fs'
import { type FileHandle, open, stat } from 'node:fs/promises'
import { AppError } from '../../../shared/domain/failure.ts'
import type { FileFacts } from '../../../shared/domain/file.ts'
import { headBytes, tailBytes } from '../../stanza/file/content-kind.ts'
import { describeFile, shownPictures } from '../../stanza/file/describe.ts'

/** A file on the disk as it was when somebody looked. */
export interface SeenFile {
  readonly facts: FileFacts
  readonly size: number
  /** When it was written last: milliseconds since 1970. */
  readonly modified: number
}

/**
 * What a file is, by its content and the name.
 * @throws AppError `file-unreadable` where it is gone, may not be read, or is none (a folder, a device, a pipe)
 */
export async function lookAt(path: string, name: string): Promise<SeenFile> {
  const file = await openFile(path)
  try {
    const { size, mtimeMs } = await file.stat()
    const head = await readAt(file, 0, Math.min(size, headBytes))
    const tail = await readAt(file, Math.max(0, size - tailBytes), Math.min(size, tailBytes))
    const facts = describeFile(name, { head, tail, whole: null })
    if (facts.kind !== 'picture' || size > shownPictures.bytes) return { facts, size, modified: Math.floor(mtimeMs) }
    const whole = await readAt(file, 0, size)
    return { facts: describeFile(name, { head, tail, whole }), size, modified: Math.floor(mtimeMs) }
  } catch (error) {
    throw unreadable(error)
  } finally {
    await file.close()
  }
}

const pieceBytes = 64 * 1024

/**
 * The bytes of a file, as many as it had when it was chosen. The last piece is held back until it is sure that nothing
 * else has been sent than what was chosen.
 * @throws AppError `file-unreadable`, `file-changed`
 */
export async function* bytesOf(
  path: string,
  { size, modified }: Pick<SeenFile, 'size' | 'modified'>,
): AsyncGenerator<Uint8Array> {
  const file = await openFile(path)
  try {
    await ensureSame(file, path, size, modified)
    for (let at = 0; at < size; ) {
      const piece = await readAt(file, at, Math.min(pieceBytes, size - at))
      at += piece.length
      if (piece.length === 0) throw new AppError('file-changed', 'the file is shorter than it was')
      if (at >= size) await ensureSame(file, path, size, modified)
      yield piece
    }
  } catch (error) {
    throw unreadable(error)
  } finally {
    await file.close()
  }
}

async function ensureSame(file: FileHandle, path: string, size: number, modified: number): Promise<void> {
  // By its name, too: what was put in its place is another file, and what has gone is not sent on.
  for (const found of [await file.stat(), await stat(path)]) {
    if (found.size !== size || Math.floor(found.mtimeMs) !== modified) {
      throw new AppError('file-changed', 'the file is not what it was')
    }
  }
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    // A pipe without a writer would keep us waiting for ever.
    const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
    if ((await file.stat()).isFile()) return file
    await file.close()
  } catch (error) {
    throw unreadable(error)
  }
  throw new AppError('file-unreadable', 'this is no file')
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Uint8Array> {
  const buffer = Buffer.alloc(length)
  const { bytesRead } = await file.read(buffer, 0, length, position)
  return buffer.subarray(0, bytesRead)
}

function unreadable(error: unknown): AppError {
  if (error instanceof AppError) return error
  return new AppError('file-unreadable', 'the file cannot be read', {}, error)
}
