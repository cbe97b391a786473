import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { damageOf, quickCheck } from './check.ts'
import { migrate } from './migrate.ts'
import { migrations } from './migrations/index.ts'

/** An archive with one message received and one queued, and what it was made to be afterwards. */
function archive(...changes: readonly string[]): DatabaseSync {
  const database = new DatabaseSync(':memory:', { defensive: false })
  migrate(database)
  database.exec(
    "INSERT INTO conversation (key, account, peer, last_place) VALUES (1, 'ana@mired.org', 'bob@mired.org', 9)",
  )
  database.exec(
    "INSERT INTO message (conversation, place, id, direction, body, time) VALUES (1, 1, 'a', 'in', 'x', 11)",
  )
  database.exec(
    "INSERT INTO message (conversation, place, id, direction, body, time, state) VALUES (1, 2, 'b', 'out', 'y', 12, 'queued')",
  )
  database.exec(
    "INSERT INTO contact (account, address, name, groups, subscription, asked) VALUES ('ana@mired.org', 'bob@mired.org', NULL, '[]', 'both', 0)",
  )
  for (const each of changes) database.exec(each)
  return database
}

test('a whole archive is whole, a new one too', () => {
  expect([damageOf(archive()), quickCheck(archive())]).toEqual([null, 'ok'])
  expect(damageOf(new DatabaseSync(':memory:'))).toBeNull()
})

test('so is one of each earlier version', () => {
  for (const [index] of migrations.entries()) {
    const database = new DatabaseSync(':memory:')
    migrate(database, migrations.slice(0, index + 1))
    expect([index + 1, damageOf(database)]).toEqual([index + 1, null])
  }
})

test.each([
  ["UPDATE contact SET groups = '[\"Friends'", 'contact.groups'],
  ["UPDATE contact SET subscription = 'bath'", 'contact.subscription'],
  ["UPDATE contact SET problem = '{'", 'contact.problem'],
  ["UPDATE message SET state = 'sant' WHERE id = 'b'", 'message.state'],
  ["UPDATE message SET failure = '{' WHERE id = 'b'", 'message.failure'],
  ["INSERT INTO account_state (account, blocking, blocked) VALUES ('ana@mired.org', 1, '[')", 'account_state.blocked'],
  ['PRAGMA foreign_keys = OFF; UPDATE message SET conversation = 7', 'messages without a conversation'],
  ['PRAGMA user_version = 999', 'the version'],
  ['PRAGMA user_version = 0', 'tables without a version'],
  ['DROP INDEX message_by_id', 'the form of the tables'],
])('%s is damage', (change, damage) => {
  expect(damageOf(archive(change))).toBe(damage)
})

test.each(['message_by_place', 'message_received', 'message_pending'])(
  'a large archive whose index %s has a wrong key is damaged',
  index => {
    // The index is made with other keys, and then taken for what it was.
    const database = archive()
    const definition = String(database.prepare('SELECT sql FROM sqlite_schema WHERE name = ?').get(index)?.sql)
    const define = (text: string): void => {
      database.exec('PRAGMA writable_schema = ON')
      database.prepare('UPDATE sqlite_schema SET sql = ? WHERE name = ?').run(text, index)
      database.exec('PRAGMA writable_schema = RESET')
    }
    define(definition.replace('place)', 'time)'))
    database.exec(`REINDEX ${index}`)
    define(definition)
    expect(quickCheck(database)).toBe(`the index ${index}`)
  },
)
