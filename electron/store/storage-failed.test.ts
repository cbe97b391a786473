import { mkdirSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import type { StorageCondition } from '../../shared/domain/failure.ts'
import { silentLog } from '../core/ports/index.ts'
import { createStore } from './create-store.ts'
import { newerVersion, storageCondition } from './storage-failed.ts'
import { accountOf, ana, databaseWorker, heldClock, storeWorld } from './testing/store-world.ts'

const thrown = (job: () => unknown): unknown => {
  try {
    return job()
  } catch (error) {
    return error
  }
}
const system = (code: string) => Object.assign(new Error('refused'), { code })
const sqlite = (errcode: number) => Object.assign(new Error('refused'), { code: 'ERR_SQLITE_ERROR', errcode })

test.each<[unknown, StorageCondition | null]>([
  [system('ENOSPC'), 'disk-full'],
  [system('EDQUOT'), 'disk-full'],
  [system('EROFS'), 'read-only'],
  [system('EACCES'), 'read-only'],
  [system('EISDIR'), null],
  [sqlite(13), 'disk-full'],
  [sqlite(8 + (3 << 8)), 'read-only'],
  [sqlite(14), 'read-only'],
  [sqlite(5), 'in-use'],
  [sqlite(11 + (2 << 8)), 'damaged'],
  [sqlite(1), null],
  [new Error(newerVersion), 'newer-version'],
  ['a word', null],
])('what a person has to do about %j is told by %j', (error, condition) => {
  expect(storageCondition(error)).toBe(condition)
})

test('SQLite says itself that a database is full', () => {
  const database = new DatabaseSync(':memory:')
  database.exec('PRAGMA max_page_count = 2')
  const fill = (): void =>
    database.exec("CREATE TABLE a (b); INSERT INTO a VALUES (replace(hex(zeroblob(9000)), '0', 'x'))")
  expect(storageCondition(thrown(fill))).toBe('disk-full')
  database.close()
})

test('a full disk is told, and room makes it work again', async () => {
  await using world = storeWorld()
  const { store } = await world.openAna()
  const temporary = join(world.folder, 'settings.json.new')
  symlinkSync('/dev/full', temporary)
  const change = store.apply({ type: 'settings.changed', settings: { theme: 'dark' } })
  await expect(change).rejects.toMatchObject({ code: 'storage-failed', details: { condition: 'disk-full' } })
  expect(store.settings().theme).toBe('system')
  rmSync(temporary)
  await store.apply({ type: 'settings.changed', settings: { theme: 'dark' } })
  expect(store.settings().theme).toBe('dark')
})

test('a profile that may not be written is told', async () => {
  // Nobody may change what the system says of a process, not even an administrator.
  const opening = createStore({ profile: { folder: '/proc/self', databaseWorker }, clock: heldClock(), log: silentLog })
  await expect(opening).rejects.toMatchObject({ code: 'storage-failed', details: { condition: 'read-only' } })
})

test('settings that are a folder are no reason that is known', async () => {
  await using world = storeWorld()
  const { store } = await world.openAna()
  mkdirSync(join(world.folder, 'settings.json.new'))
  const change = store.apply({ type: 'account.saved', account: accountOf(ana, { rememberPassword: false }) })
  const failed: unknown = await change.catch(error => error)
  expect(failed).toMatchObject({ code: 'storage-failed' })
  expect(failed).not.toMatchObject({ details: { condition: expect.anything() } })
})
