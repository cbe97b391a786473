import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { newerVersion } from '../storage-failed.ts'
import { migrate } from './migrate.ts'
import { migrations } from './migrations/index.ts'

const versionOf = (database: DatabaseSync) => database.prepare('PRAGMA user_version').get()?.user_version
const tablesOf = (database: DatabaseSync) =>
  database
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'message_text_%' ORDER BY name")
    .all()
    .map(row => row.name)

const one = 'CREATE TABLE one (a TEXT) STRICT; INSERT INTO one VALUES (1)'
const two = 'ALTER TABLE one ADD COLUMN b TEXT; CREATE TABLE two (a TEXT) STRICT'

test('a new database gets every step, an older one those that it lacks, a current one none', () => {
  const database = new DatabaseSync(':memory:')
  migrate(database, [one])
  expect([versionOf(database), tablesOf(database)]).toEqual([1, ['one']])
  migrate(database, [one, two])
  migrate(database, [one, two])
  expect([versionOf(database), tablesOf(database)]).toEqual([2, ['one', 'two']])
  expect(database.prepare('SELECT count(*) AS rows FROM one').get()?.rows).toBe(1)
})

test('a step that fails leaves the form before it, and goes on from there the next time', () => {
  const database = new DatabaseSync(':memory:')
  expect(() => migrate(database, [one, `${two}; CREATE TABLE two (a TEXT)`])).toThrow('already exists')
  expect([versionOf(database), tablesOf(database), database.isTransaction]).toEqual([1, ['one'], false])
  migrate(database, [one, two])
  expect(versionOf(database)).toBe(2)
})

test('the database of a newer version is refused untouched', () => {
  const database = new DatabaseSync(':memory:')
  migrate(database, [one, two])
  expect(() => migrate(database, [one])).toThrow(newerVersion)
  expect([versionOf(database), tablesOf(database)]).toEqual([2, ['one', 'two']])
})

test("the program's own steps make its tables", () => {
  const database = new DatabaseSync(':memory:')
  migrate(database)
  expect(versionOf(database)).toBe(migrations.length)
  expect(tablesOf(database)).toEqual([
    'account_state',
    'archive',
    'contact',
    'conversation',
    'invitation',
    'message',
    'message_text',
    'open_conversation',
    'profile',
    'request',
    'room',
    'room_archive',
    'stream',
    'transfer',
  ])
})
