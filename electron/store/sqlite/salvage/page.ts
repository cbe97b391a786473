/**
 * The pages of an SQLite file (https://www.sqlite.org/fileformat2.html#b_tree_pages), read without SQLite: each page
 * by itself, so that what is damaged on one costs nothing on another.
 */
import type { SqlValue } from '../protocol.ts'

/** What every archive is made with; not read from a header that may be damaged. */
export const pageSize = 4096

/** An entry of a page. A row of a table has its rowid; an entry of an index, or of a table without rowids, has none. */
export interface Entry {
  readonly rowid: number | null
  readonly values: readonly SqlValue[]
}

export interface PageEntries {
  readonly entries: readonly Entry[]
  /** Entries that make no sense. */
  readonly broken: number
}

const headerSize = 100
const indexInside = 2
const indexLeaf = 10
const tableLeaf = 13
/** Pages that hold no entries of ours: free ones, the inside of a table's tree. */
const without: readonly number[] = [0, 5]

/**
 * @param number of the page, from 1
 * @param read gives another page, where an entry goes on; null where there is none
 */
export function readPage(page: Buffer, number: number, read: (page: number) => Buffer | null): PageEntries {
  const start = number === 1 ? headerSize : 0
  const kind = page[start] ?? 0
  if (kind === indexInside || kind === indexLeaf || kind === tableLeaf) return readEntries(page, start, kind, read)
  // The page of a long text may begin with anything; a page whose kind was hit reads well as what it was.
  if (without.includes(kind)) return { entries: [], broken: 0 }
  const guesses = [tableLeaf, indexLeaf].map(guess => readEntries(page, start, guess, read))
  return guesses.find(guess => guess.broken === 0) ?? { entries: [], broken: 0 }
}

function readEntries(page: Buffer, start: number, kind: number, read: (page: number) => Buffer | null): PageEntries {
  const count = page.readUInt16BE(start + 3)
  const pointers = start + (kind === indexInside ? 12 : 8)
  const entries: Entry[] = []
  let broken = 0
  for (let index = 0; index < count; index++) {
    const pointer = pointers + 2 * index
    // More entries than fit: the count is damaged, not the entries.
    if (pointer + 2 > page.length) break
    const at = page.readUInt16BE(pointer)
    const entry = at < pointers || at >= page.length ? null : readEntry(page, at, kind, read)
    if (entry === null) broken++
    else entries.push(entry)
  }
  return { entries, broken }
}

function readEntry(page: Buffer, at: number, kind: number, read: (page: number) => Buffer | null): Entry | null {
  try {
    const size = readVarint(page, kind === indexInside ? at + 4 : at)
    const rowid = kind === tableLeaf ? readVarint(page, size.end) : null
    const payload = readPayload(page, rowid?.end ?? size.end, size.value, kind, read)
    const values = payload === null ? null : readRecord(payload)
    return values === null ? null : { rowid: rowid?.value ?? null, values }
  } catch (error) {
    // It points out of the page.
    if (error instanceof RangeError) return null
    throw error
  }
}

/** An entry that is too long for its page goes on in a chain of others; how much stays is SQLite's formula. */
function readPayload(
  page: Buffer,
  at: number,
  size: number,
  kind: number,
  read: (page: number) => Buffer | null,
): Buffer | null {
  const most = kind === tableLeaf ? pageSize - 35 : Math.floor(((pageSize - 12) * 64) / 255) - 23
  if (size <= most) return at + size <= page.length ? page.subarray(at, at + size) : null
  const least = Math.floor(((pageSize - 12) * 32) / 255) - 23
  const fitting = least + ((size - least) % (pageSize - 4))
  const here = fitting <= most ? fitting : least
  const parts = [page.subarray(at, at + here)]
  let left = size - here
  let next = page.readUInt32BE(at + here)
  while (left > 0) {
    const more = read(next)
    // A size that is damaged asks for more than there is; the chain ends before.
    if (more === null) return null
    parts.push(more.subarray(4, 4 + Math.min(left, pageSize - 4)))
    left -= pageSize - 4
    next = more.readUInt32BE(0)
    if (parts.length > 100_000) return null
  }
  return Buffer.concat(parts)
}

/** https://www.sqlite.org/fileformat2.html#record_format; null where the sizes do not come out even. */
function readRecord(record: Buffer): readonly SqlValue[] | null {
  const header = readVarint(record, 0)
  const values: SqlValue[] = []
  let at = header.end
  let from = header.value
  while (at < header.value) {
    const kind = readVarint(record, at)
    const size = sizeOf(kind.value)
    // Blobs and floats are in none of our tables.
    if (size === null || from + size > record.length) return null
    values.push(readValue(record, from, kind.value, size))
    at = kind.end
    from += size
  }
  return at === header.value && from === record.length ? values : null
}

function sizeOf(kind: number): number | null {
  if (kind <= 6) return [0, 1, 2, 3, 4, 6, 8][kind] ?? null
  if (kind === 8 || kind === 9) return 0
  return kind >= 13 && kind % 2 === 1 ? (kind - 13) / 2 : null
}

function readValue(record: Buffer, at: number, kind: number, size: number): SqlValue {
  if (kind === 0) return null
  if (kind === 8 || kind === 9) return kind - 8
  if (kind >= 13) return record.toString('utf8', at, at + size)
  return size === 8 ? Number(record.readBigInt64BE(at)) : record.readIntBE(at, size)
}

/**
 * One to nine bytes, seven bits of each, all eight of the ninth. Sizes and keys of ours are far below what a number
 * counts exactly: what is not is damaged, and fits nowhere.
 */
function readVarint(bytes: Buffer, at: number): { readonly value: number; readonly end: number } {
  let value = 0
  for (let index = 0; index < 8; index++) {
    const byte = bytes.readUInt8(at + index)
    value = value * 128 + (byte & 0x7f)
    if (byte < 0x80) return { value, end: at + index + 1 }
  }
  return { value: value * 256 + bytes.readUInt8(at + 8), end: at + 9 }
}
