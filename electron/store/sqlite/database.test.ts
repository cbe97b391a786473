import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, onTestFinished, test } from 'vitest'
import { newerVersion } from '../storage-failed.ts'
import { openDatabase } from './database.ts'

const worker = new URL('./worker.ts', import.meta.url)
const program = (source: string) => new URL(`data:text/javascript,${encodeURIComponent(source)}`)

const open = (path: string, thread = worker) => openDatabase({ path, worker: thread, now: 77, accounts: [] })

function freshPath(): string {
  const folder = mkdtempSync(join(tmpdir(), 'centella-database-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return join(folder, 'archive.sqlite')
}

test('a commit is on the disk, references are checked, what is deleted is overwritten', async () => {
  const database = await open(freshPath())
  const pragmas = ['journal_mode', 'synchronous', 'foreign_keys', 'secure_delete', 'busy_timeout']
  const rows = await database.run(pragmas.map(name => ({ sql: `PRAGMA ${name}` })))
  expect(rows.map(([row]) => Object.values(row ?? {})[0])).toEqual(['wal', 2, 1, 1, 5000])
  await database.close()
})

test('nobody but the owner can read the archive', async () => {
  const path = freshPath()
  writeFileSync(path, '', { mode: 0o644 })
  const database = await open(path)
  for (const file of [path, `${path}-wal`]) expect(statSync(file).mode & 0o777).toBe(0o600)
  await database.close()
})

test('requests of one tick are answered in order; one that fails ends there and alone', async () => {
  const database = await open(freshPath())
  const insert = (peer: string) => ({
    sql: 'INSERT INTO conversation (account, peer) VALUES (?, ?)',
    values: ['ana@mired.org', peer],
  })
  const results = await Promise.allSettled([
    database.run([insert('a'), insert("'; DROP TABLE message --")]),
    database.run([insert('b'), insert('b'), insert('c')]),
    database.run([{ sql: 'SELECT peer FROM conversation ORDER BY key' }]),
  ])
  expect(results).toMatchObject([
    { status: 'fulfilled', value: [[], []] },
    { status: 'rejected', reason: { code: 'storage-failed' } },
    { status: 'fulfilled', value: [[{ peer: 'a' }, { peer: "'; DROP TABLE message --" }, { peer: 'b' }]] },
  ])
  await database.close()
  await expect(database.run([insert('d')])).rejects.toMatchObject({ code: 'storage-failed' })
})

test.each<[string, (path: string) => void, RegExp]>([
  ['a folder', path => mkdirSync(path), /EISDIR/],
  [
    "a newer version's",
    path => {
      const newer = new DatabaseSync(path)
      newer.exec('PRAGMA user_version = 999')
      newer.close()
    },
    new RegExp(newerVersion),
  ],
])('a file that is %s is refused with the reason', async (_name, make, reason) => {
  const path = freshPath()
  make(path)
  await expect(open(path)).rejects.toMatchObject({
    code: 'storage-failed',
    details: { text: expect.stringMatching(reason) },
  })
})

test.each([
  ['while it starts', 'throw new Error("gone")'],
  ['without a word', ''],
])('a thread that ends %s is a failure, not a wait', async (_name, source) => {
  const opening = open(freshPath(), program(source))
  await expect(opening).rejects.toMatchObject({ code: 'storage-failed' })
})

test.each([
  ['dies', 'throw new Error("gone")'],
  ['ends', 'process.exit(1)'],
])('a thread that %s fails every pending request and every later one', async (_name, end) => {
  const source = `import { parentPort } from 'node:worker_threads'
    parentPort.on('message', () => { ${end} })
    parentPort.postMessage({ ready: true })`
  const database = await open(freshPath(), program(source))
  const pending = [database.run([]), database.run([])]
  for (const each of await Promise.allSettled(pending))
    expect(each).toMatchObject({ status: 'rejected', reason: { code: 'storage-failed' } })
  await expect(database.run([])).rejects.toMatchObject({ code: 'storage-failed' })
  await database.close()
})
