/**
 * SQLite's write-ahead log (https://www.sqlite.org/fileformat2.html#walformat), read without SQLite: that one stops at
 * the first frame that is damaged, without a word, and all that was committed after it would be gone.
 */
import { pageSize } from './page.ts'

export interface Wal {
  /** Something that was committed is damaged. The last bytes of a program that was killed are no damage. */
  readonly damaged: boolean
  /** By page: its images that were committed, the newest first, down to one that is as it was written. */
  readonly pages: ReadonlyMap<number, readonly WalPage[]>
}

export interface WalPage {
  readonly image: Buffer
  /** Whether it is as it was written. */
  readonly whole: boolean
}

const headerSize = 32
const frameHeaderSize = 24

export function readWal(log: Buffer): Wal {
  const pages = new Map<number, WalPage[]>()
  const frames = framesOf(log)
  const last = frames.findLastIndex(frame => frame.ours && frame.commits)
  const committed = frames.slice(0, last + 1)
  for (const { page, image, whole } of committed) {
    // The number may be what is damaged.
    if (page < 1 || page > 2 ** 31) continue
    pages.set(page, whole ? [{ image, whole }] : [{ image, whole }, ...(pages.get(page) ?? [])])
  }
  return { damaged: committed.some(frame => !frame.whole), pages }
}

function framesOf(log: Buffer) {
  if (log.length < headerSize + frameHeaderSize + pageSize) return []
  // The low bit of the magic number: checksums are made of big-endian words.
  const bigEndian = (log.readUInt32BE(0) & 1) === 1
  const start = checksum(log.subarray(0, 24), [0, 0], bigEndian)
  const headerWhole = start[0] === log.readUInt32BE(24) && start[1] === log.readUInt32BE(28)
  // Frames of before the log was begun anew have another salt; where the header is damaged, the first frame tells it.
  const salt = headerWhole ? log.subarray(16, 24) : log.subarray(headerSize + 8, headerSize + 16)
  const count = Math.floor((log.length - headerSize) / (frameHeaderSize + pageSize))
  let ours = headerWhole
  return Array.from({ length: count }, (_, index) => {
    const at = headerSize + index * (frameHeaderSize + pageSize)
    const header = log.subarray(at, at + frameHeaderSize)
    const image = log.subarray(at + frameHeaderSize, at + frameHeaderSize + pageSize)
    // What stands in the frame before, so that damage to one frame is no damage to the next.
    const before = index === 0 ? 24 : at - pageSize - 8
    const seed: Sum = [log.readUInt32BE(before), log.readUInt32BE(before + 4)]
    const sum = checksum(image, checksum(header.subarray(0, 8), seed, bigEndian), bigEndian)
    const chained = sum[0] === header.readUInt32BE(16) && sum[1] === header.readUInt32BE(20)
    const salted = header.subarray(8, 16).equals(salt)
    // One whose salt was hit goes on from the one before it, which a frame of before the log was begun anew does not.
    ours = salted || (chained && ours)
    return {
      page: header.readUInt32BE(0),
      commits: header.readUInt32BE(4) !== 0,
      ours,
      whole: headerWhole && salted && chained,
      image,
    }
  })
}

type Sum = readonly [number, number]

function checksum(bytes: Buffer, seed: Sum, bigEndian: boolean): Sum {
  let [one, two] = seed
  for (let at = 0; at < bytes.length; at += 8) {
    const [first, second] = bigEndian
      ? [bytes.readUInt32BE(at), bytes.readUInt32BE(at + 4)]
      : [bytes.readUInt32LE(at), bytes.readUInt32LE(at + 4)]
    one = (one + first + two) >>> 0
    two = (two + second + one) >>> 0
  }
  return [one, two]
}
