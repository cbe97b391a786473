import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { seededNumbers, withFlippedByte } from '../../testing/damage.ts'
import { archiveOf, fill, type Rows, readable } from '../../testing/damaged-archive.ts'
import { ana, carla, type StoreWorld, storeWorld } from '../../testing/store-world.ts'
import { openArchive } from '../archive-file.ts'
import { pageSize } from './page.ts'

let world: StoreWorld
let bytes: Buffer
let whole: Rows
const rounds = Number(process.env.SALVAGE_ROUNDS ?? 60)

beforeAll(async () => {
  world = storeWorld()
  await fill(world)
  bytes = readFileSync(archiveOf(world))
  whole = readable(archiveOf(world))
})

afterAll(() => world[Symbol.asyncDispose]())

/** Opens an archive of these bytes, and gives what it says and what it holds then. */
function reopened(damaged: Buffer) {
  const folder = mkdtempSync(join(tmpdir(), 'centella-damaged-'))
  const clean = (): void => rmSync(folder, { recursive: true, force: true })
  const path = join(folder, 'archive.sqlite')
  writeFileSync(path, damaged)
  try {
    const before = readable(path)
    const { database, trouble } = openArchive({ path, blank: damaged.length < 100, now: 77, accounts: [ana, carla] })
    const ok = database.prepare('PRAGMA integrity_check').get()?.integrity_check
    database.close()
    return {
      before,
      after: readable(path),
      trouble,
      ok,
      kept: trouble === null || !('file' in trouble) ? null : readFileSync(join(folder, trouble.file)),
    }
  } finally {
    clean()
  }
}

/** Rows that are as they were written, and those that SQLite reads, are there; and it is told, where anything is not. */
function expectNothingLost({ before, after, trouble, ok }: ReturnType<typeof reopened>): void {
  expect(ok).toBe('ok')
  for (const table of ['contact', 'conversation', 'message'] as const) {
    for (const [key, row] of before[table]) {
      const original = whole[table].get(key)
      if (JSON.stringify(row) !== JSON.stringify(original)) continue
      // No message may stand behind the last place, wherever damage has put it.
      const last = row.last_place === undefined ? {} : { last_place: after[table].get(key)?.last_place }
      expect(after[table].get(key)).toEqual({ ...row, ...last })
    }
  }
  const bodies = new Set([...after.message.values()].map(row => row.body))
  // Of a row that was hit too, where its text can be read.
  for (const row of before.message.values()) if (typeof row.body === 'string') expect(bodies).toContain(row.body)
  if (trouble === null) expect(after).toEqual(before)
}

test('a whole archive is opened as it is', () => {
  const { after, trouble } = reopened(bytes)
  expect([after, trouble]).toEqual([whole, null])
  expect(whole.message.size).toBe(300)
})

test.each(Array.from({ length: 20 }, (_, index) => index + 1))(
  'a flipped byte costs nothing that was readable (seed %i)',
  seed => {
    const random = seededNumbers(seed)
    for (let round = 0; round < rounds / 20; round++) {
      const damaged = withFlippedByte(bytes, random)
      const result = reopened(damaged)
      expectNothingLost(result)
      if (result.trouble !== null) expect(result.kept?.equals(damaged)).toBe(true)
    }
  },
)

const withZeros = (from: number, to: number): Buffer => Buffer.from(bytes).fill(0, from, to)
const garbage = (length: number): Buffer => {
  const random = seededNumbers(1)
  return Buffer.from(Array.from({ length }, () => random(256)))
}

test.each<[string, () => Buffer]>([
  ['header is zeros', () => withZeros(0, 100)],
  ['first page is zeros', () => withZeros(0, pageSize)],
  ['first page is garbage', () => Buffer.concat([garbage(pageSize), bytes.subarray(pageSize)])],
  ['tree of messages has no root', () => withZeros(4 * pageSize, 5 * pageSize)],
  ['index over places has no root', () => withZeros(5 * pageSize, 6 * pageSize)],
  ['index over ids is hit in its first key', () => withFlippedAt(7, pageSize - 8)],
  ['conversations have gone, but not the index over them', () => withZeros(2 * pageSize, 3 * pageSize)],
  ['version is one of the future', () => withFlippedAt(1, 62)],
  ['version is none', () => Buffer.from(bytes).fill(0, 60, 64)],
  ['last page lacks its end', () => Buffer.concat([bytes, Buffer.alloc(100)])],
])('of an archive whose %s no message is lost', (_name, damage) => {
  const result = reopened(damage())
  expectNothingLost(result)
  expect([...result.after.message]).toEqual([...whole.message])
  expect(result.after.conversation.size).toBe(whole.conversation.size)
  if (result.trouble !== null) {
    const kept = { contacts: 12, conversations: whole.conversation.size, messages: 300 }
    expect(result.trouble).toMatchObject({ type: 'archive-damaged', kept, lost: { messages: 0, conversations: 0 } })
  }
})

test.each<[string, () => Buffer]>([
  ['is empty', () => Buffer.alloc(0)],
  ['is all zeros', () => Buffer.alloc(bytes.length)],
  ['is garbage', () => garbage(bytes.length)],
  ['is a text', () => Buffer.from('not a database, but long enough to look at'.repeat(9))],
  ['is one byte', () => Buffer.from('S')],
])('an archive that %s gives a new one, and it is told', (_name, damage) => {
  const { after, trouble, kept, ok } = reopened(damage())
  expect([after.message.size, after.contact.size, ok]).toEqual([0, 0, 'ok'])
  const none = { contacts: 0, conversations: 0, messages: 0 }
  expect(trouble).toEqual({
    type: 'archive-damaged',
    file: 'archive.damaged-1970-01-01T00-00-00-077Z.sqlite',
    kept: none,
    lost: none,
  })
  expect(kept?.equals(damage())).toBe(true)
})

test.each([0.9, 0.5, 0.2])('of an archive cut off after %f of it, what is in front is kept', part => {
  const result = reopened(bytes.subarray(0, Math.floor(bytes.length * part)))
  expectNothingLost(result)
  expect(result.trouble).toMatchObject({ kept: { messages: result.after.message.size } })
  if (part === 0.9) expect(result.after.message.size).toBeGreaterThan(100)
})

test('what is lost is counted by what the indexes know', { timeout: 60_000 }, () => {
  const pages = Array.from({ length: bytes.length / pageSize }, (_, index) => index)
  // Of the table of messages: the index over their words is in leaves as well.
  const holdsMessages = (page: number) =>
    bytes.subarray(page * pageSize, (page + 1) * pageSize).includes('@mired.org/home')
  const leaves = pages.filter(page => bytes[page * pageSize] === 13 && page > 2 && holdsMessages(page))
  for (const leaf of leaves.slice(0, 5)) {
    const result = reopened(withZeros(leaf * pageSize, (leaf + 1) * pageSize))
    expectNothingLost(result)
    const missing = whole.message.size - result.after.message.size
    expect(missing).toBeGreaterThan(0)
    expect(result.trouble).toMatchObject({ lost: { messages: missing, contacts: 0, conversations: 0 } })
  }
})

test('20 places hit at once cost what they hit', () => {
  const random = seededNumbers(99)
  let damaged = bytes
  for (let hit = 0; hit < 20; hit++) damaged = withFlippedByte(damaged, random)
  const result = reopened(damaged)
  expectNothingLost(result)
  expect(result.after.message.size).toBeGreaterThan(240)
})

test('what a salvaged archive had agreed on with the server is forgotten: that says it all again', () => {
  const folder = mkdtempSync(join(tmpdir(), 'centella-damaged-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const path = join(folder, 'archive.sqlite')
  writeFileSync(path, bytes)
  const database = new DatabaseSync(path)
  database.exec(`INSERT OR REPLACE INTO account_state VALUES ('${ana}', 1, '["bob@mired.org"]', '-7', '[]')`)
  database.close()
  const damaged = readFileSync(path)
  damaged.fill(0, 0, 100)
  writeFileSync(path, damaged)
  const opened = openArchive({ path, blank: false, now: 77, accounts: [ana, carla] })
  const rows = opened.database.prepare('SELECT account, blocked, roster_version, bookmarks FROM account_state').all()
  opened.database.close()
  expect(rows).toEqual([{ account: ana, blocked: '["bob@mired.org"]', roster_version: null, bookmarks: null }])
})

test('a program that was ended before the new archive was in its place goes on', () => {
  const folder = mkdtempSync(join(tmpdir(), 'centella-damaged-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const path = join(folder, 'archive.sqlite')
  writeFileSync(join(folder, 'archive.salvaged.sqlite'), bytes)
  writeFileSync(path, withZeros(0, pageSize))
  writeFileSync(`${path}-wal`, 'an old log')
  const { database, trouble } = openArchive({ path, blank: false, now: 77, accounts: [ana] })
  database.close()
  expect(trouble).toMatchObject({ kept: { messages: 300, contacts: 12 }, lost: { messages: 0 } })
  expect(readable(path)).toEqual(whole)
  const [aside = ''] = readdirSync(folder)
  expect(readFileSync(join(folder, aside)).equals(withZeros(0, pageSize))).toBe(true)
  expect(readdirSync(folder).filter(name => /salvaged|new/.test(name))).toEqual([])
})

function withFlippedAt(page: number, at: number): Buffer {
  const flipped = Buffer.from(bytes)
  flipped[(page - 1) * pageSize + at] = (flipped[(page - 1) * pageSize + at] ?? 0) ^ 0x55
  return flipped
}
