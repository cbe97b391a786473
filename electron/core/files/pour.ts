import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'

/**
 * Writes a file for its owner alone. Resolves and rejects when it is closed: one whose source has failed may still be
 * about to be made, after whoever tidies up has looked for it.
 * @param flags as of `open`: `wx` where nothing may be there yet
 * @throws what the source throws, and errors of the file system
 */
export async function pour(source: AsyncIterable<Uint8Array>, path: string, flags: 'w' | 'wx' = 'w'): Promise<void> {
  const file = createWriteStream(path, { mode: 0o600, flags })
  const closed = new Promise<void>(resolve => file.once('close', () => resolve()))
  try {
    await pipeline(source, file)
  } finally {
    await closed
  }
}
