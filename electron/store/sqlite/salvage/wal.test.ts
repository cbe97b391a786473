import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, onTestFinished, test } from 'vitest'
import { seededNumbers, withFlippedByte } from '../../testing/damage.ts'
import { openArchive } from '../archive-file.ts'
import { migrate } from '../migrate.ts'
import { readWal } from './wal.ts'

const messages = 60

/** An archive as a killed program leaves it: some of it in the file, some in the log, each message a commit. */
function killedArchive(): { path: string; log: Buffer } {
  const folder = mkdtempSync(join(tmpdir(), 'centella-wal-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const live = join(folder, 'live.sqlite')
  const path = join(folder, 'archive.sqlite')
  const database = new DatabaseSync(live)
  database.exec('PRAGMA journal_mode = WAL; PRAGMA secure_delete = ON; PRAGMA wal_autocheckpoint = 0')
  migrate(database)
  database.exec(
    "INSERT INTO conversation (key, account, peer, last_place) VALUES (1, 'ana@mired.org', 'bob@mired.org', 99)",
  )
  const insert = database.prepare(
    "INSERT INTO message (conversation, place, id, direction, body, time, sender) VALUES (1, ?, ?, 'in', ?, 1, 'bob@mired.org/a')",
  )
  for (let index = 0; index < messages; index++) {
    // The log is begun anew: behind its end lie the frames of before.
    if (index === 30) database.exec('PRAGMA wal_checkpoint(RESTART)')
    insert.run(index + 1, `m${index}`, `body ${index}`)
  }
  copyFileSync(live, path)
  copyFileSync(`${live}-wal`, `${path}-wal`)
  database.close()
  return { path, log: readFileSync(`${path}-wal`) }
}

function opened(path: string) {
  const { database, trouble } = openArchive({ path, blank: false, now: 77, accounts: ['ana@mired.org'] })
  const kept = database
    .prepare('SELECT body FROM message ORDER BY place')
    .all()
    .map(row => row.body)
  database.close()
  return { kept, trouble }
}

test('a log that a killed program left is no damage, wherever it was cut off', () => {
  const { path, log } = killedArchive()
  expect(readWal(log).damaged).toBe(false)
  const { kept, trouble } = opened(path)
  expect([kept.length, trouble]).toEqual([messages, null])
})

test.each([1, 31, 33, 57, 2000, 4152, 4200, 9000, 20_000])(
  'a log of %i bytes is one that was being written',
  length => {
    const { path, log } = killedArchive()
    writeFileSync(`${path}-wal`, log.subarray(0, length))
    const { kept, trouble } = opened(path)
    expect(trouble).toBeNull()
    expect(kept.length).toBeGreaterThanOrEqual(30)
  },
)

// On a busy machine it is the disk that takes the time.
test('of a log that is damaged all is kept but what was hit, and it is told', { timeout: 60_000 }, () => {
  const { path, log } = killedArchive()
  const [file, end] = [readFileSync(path), readWal(log).pages.size]
  expect(end).toBeGreaterThan(3)
  const random = seededNumbers(5)
  let told = 0
  for (let round = 0; round < 20; round++) {
    const damaged = withFlippedByte(log, random)
    writeFileSync(path, file)
    writeFileSync(`${path}-wal`, damaged)
    const aside = join(path, '..', 'archive.damaged-1970-01-01T00-00-00-077Z.sqlite')
    for (const each of [aside, `${aside}-wal`]) rmSync(each, { force: true })
    const { kept, trouble } = opened(path)
    // One byte is in one message at most.
    expect(kept.filter(body => /^body \d+$/.test(String(body))).length).toBeGreaterThanOrEqual(messages - 1)
    if (trouble === null) expect(kept).toHaveLength(messages)
    else {
      told++
      expect(readFileSync(`${aside}-wal`)).toEqual(damaged)
      expect(existsSync(aside)).toBe(true)
    }
  }
  expect(told).toBeGreaterThan(5)
})
