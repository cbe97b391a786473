import { readFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import type { BareJid } from '../../shared/domain/address.ts'
import { matchOf, selectFound } from './search-sql.ts'
import { migrate } from './sqlite/migrate.ts'
import { migrations } from './sqlite/migrations/index.ts'
import type { SearchOptions, Store } from './store.ts'
import { archiveOf } from './testing/damaged-archive.ts'
import { accountOf, ana, bob, carla, ids, queued, received, storeWorld } from './testing/store-world.ts'

const dora = 'dora@mired.org' as BareJid
const all: SearchOptions = { peer: null, before: null, limit: 10 }
const bodies = async (store: Store, text: string, options = all, account = ana) =>
  (await store.search(account, text, options)).messages.map(each => each.body)

test('words by their beginning, in any order, without case and accents; the newest first', async () => {
  await using world = storeWorld()
  const { store } = await world.openAna()
  const said = [
    'Begoña habló',
    'pídele a Alejandro el cable',
    'ALEJANDRO y Begoña',
    'galería',
    'C++ foo-bar "quoted" 100%',
  ]
  for (const [index, body] of said.entries()) {
    world.clock.time += 1000
    await store.apply(index === 1 ? queued('m1', body, dora) : received({ body }))
  }
  expect(await bodies(store, 'begona')).toEqual(['ALEJANDRO y Begoña', 'Begoña habló'])
  expect(await bodies(store, 'BEGOÑA')).toHaveLength(2)
  expect(await bodies(store, 'ale')).toEqual(['ALEJANDRO y Begoña', 'pídele a Alejandro el cable'])
  expect(await bodies(store, 'cab ale')).toEqual(['pídele a Alejandro el cable'])
  expect(await bodies(store, 'hablo')).toEqual(['Begoña habló'])
  for (const text of ['foo-bar', '"quoted"', 'foo OR', '100%', "foo';"])
    expect([text, await bodies(store, text)]).toEqual([text, text === 'foo OR' ? [] : [said[4]]])
  for (const text of ['', ' * ', '"', '++', 'body:ale', 'NEAR(', '\0', 'jandro'])
    expect([text, await bodies(store, text)]).toEqual([text, []])
  expect(await bodies(store, 'ale', { ...all, peer: dora })).toEqual(['pídele a Alejandro el cable'])
})

test('a page of them, how many there are, and the next page', async () => {
  await using world = storeWorld()
  const { store } = await world.openAna()
  for (let index = 0; index < 25; index++) await store.apply(received({ body: `hello ${index}` }))
  const first = await store.search(ana, 'hell', all)
  expect([first.total, first.messages.length, first.messages[0]?.peer]).toEqual([25, 10, bob])
  const rest = await store.search(ana, 'hell', { ...all, before: first.messages.at(-1)?.order ?? null, limit: 100 })
  expect([rest.total, rest.messages[0]?.body]).toEqual([15, 'hello 14'])
})

test('nothing of another account, of a locked one, or of a history that was removed', async () => {
  await using world = storeWorld()
  const { store } = await world.openAna()
  await store.apply({ type: 'account.saved', account: accountOf(carla) })
  await store.apply(received({ body: 'secreto' }, carla))
  expect([await bodies(store, 'secreto'), await bodies(store, 'secreto', all, carla)]).toEqual([[], []])
  await store.apply({ type: 'account.opened', account: carla, unlocked: true })
  expect(await bodies(store, 'secreto', all, carla)).toEqual(['secreto'])

  await store.apply({ type: 'account.closed', account: carla, removeHistory: true })
  await store.close()
  expect(readFileSync(archiveOf(world)).includes('secreto'), 'it is still in the file').toBe(false)
})

test('the words of a single message that was deleted are gone from the file', async () => {
  await using world = storeWorld()
  const { store } = await world.openAna()
  await store.apply(queued('m1', 'palabrota'))
  const [id] = ids('m1')
  if (id === undefined) throw new Error('no id')
  await store.apply({ type: 'message.failed', account: ana, id, failure: { code: 'internal', details: {} } })
  await store.apply({ type: 'message.deleted', account: ana, id })
  expect(await bodies(store, 'palabrota')).toEqual([])
  await store.close()
  expect(readFileSync(archiveOf(world)).includes('palabrota'), 'it is still in the file').toBe(false)
})

test('words of the heading, too', async () => {
  await using world = storeWorld()
  const { store } = await world.openAna()
  const said = (subject: string, body: string) =>
    store.apply({
      type: 'message.received',
      account: ana,
      message: { ...{ peer: bob, from: bob, stanzaId: null, originId: null, body, time: 1 }, extra: { subject } },
    })
  await said('Mensaje del día', 'Hoy cerramos a las seis')
  await said('Aviso', 'Mañana, mensaje')
  expect(await bodies(store, 'mensaje dia')).toEqual(['Hoy cerramos a las seis'])
  expect(await bodies(store, 'dia seis')).toEqual(['Hoy cerramos a las seis'])
  expect(await bodies(store, 'mensaje')).toEqual(['Mañana, mensaje', 'Hoy cerramos a las seis'])
  await store.apply({ type: 'account.closed', account: ana, removeHistory: true })
  await store.close()
  expect(readFileSync(archiveOf(world)).includes('mensaje'), 'it is still in the file').toBe(false)
})

test('in one conversation, however often it is said in others', () => {
  const database = new DatabaseSync(':memory:')
  migrate(database)
  database.exec(`INSERT INTO conversation (key, account, peer) VALUES (1, 'ana@mired.org', 'dora@mired.org'),
    (2, 'ana@mired.org', 'bob@mired.org');
    INSERT INTO message (conversation, place, id, direction, body, time) VALUES (1, 1, 'm', 'in', 'hola', 1);
    WITH RECURSIVE counted (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < 5100)
    INSERT INTO message (conversation, place, id, direction, body, time) SELECT 2, n, n, 'in', 'hola', 1 FROM counted`)
  const { sql, values = [] } = selectFound(ana, '"hola"*', { before: null, peer: dora, limit: 10 })
  expect(database.prepare(sql).all(...values)).toMatchObject([{ id: 'm', total: 1 }])
})

test('what was there before the index is found after the step to it', () => {
  const database = new DatabaseSync(':memory:')
  migrate(database, migrations.slice(0, 2))
  database.exec(`INSERT INTO conversation (key, account, peer) VALUES (1, 'ana@mired.org', 'bob@mired.org');
    INSERT INTO message (conversation, place, id, direction, body, time) VALUES (1, 1, 'm', 'in', 'Begoña', 1)`)
  const found = (text: string) =>
    database.prepare('SELECT rowid FROM message_text WHERE message_text MATCH ?').all(text).length
  migrate(database, migrations.slice(0, 9))
  // A letter of it has been damaged: it says nothing.
  for (const [id, extra] of Object.entries({ n: '{"subject":"Lunes"}', x: '{"subject":"Mar' }))
    database
      .prepare(
        "INSERT INTO message (conversation, place, id, direction, body, time, extra) VALUES (1, ?, ?, 'in', 'x', 1, ?)",
      )
      .run(id.length + (id === 'n' ? 10 : 20), id, extra)
  migrate(database)
  expect([found('bego*'), found('lun*'), found('mar*')]).toEqual([1, 1, 0])
  database.exec(`UPDATE message SET extra = '{"subject":"Martes"}' WHERE id = 'x'; DELETE FROM message WHERE id = 'n'`)
  expect([found('lun*'), found('mar*'), found('bego*')]).toEqual([0, 1, 1])
  database.exec("INSERT INTO message_text (message_text, rank) VALUES ('integrity-check', 1)")
})

test('a damaged index is made anew, and nobody is told', async () => {
  await using world = storeWorld()
  const { store } = await world.openAna()
  for (let index = 0; index < 100; index++) await store.apply(received({ body: `hello ${index}` }))
  await store.close()
  const database = new DatabaseSync(archiveOf(world), { defensive: false })
  database.exec('UPDATE message_text_data SET block = zeroblob(length(block)) WHERE id > 10')
  database.close()
  const again = await world.open()
  expect(again.store.troubles()).toEqual([])
  await again.store.apply({ type: 'account.opened', account: ana, unlocked: true })
  expect((await again.store.search(ana, 'hello', all)).total).toBe(100)
})

test('a page from a message on', async () => {
  await using world = storeWorld()
  const { store } = await world.openAna()
  for (let index = 0; index < 10; index++) await store.apply(received({ body: `n${index}` }))
  const { messages } = await store.page(ana, bob, null, 10)
  const from = messages[4]?.order ?? 0
  const texts = async (order: number, limit: number) => {
    const page = await store.pageFrom(ana, bob, order, limit)
    return [page.messages.map(each => each.body).join(' '), page.hasMore, page.hasNewer]
  }
  expect(await texts(from, 3)).toEqual(['n4 n5 n6', true, true])
  expect(await texts(from + 1, 5)).toEqual(['n5 n6 n7 n8 n9', true, false])
  expect(await texts(0, 10)).toEqual(['n0 n1 n2 n3 n4 n5 n6 n7 n8 n9', false, false])
  expect(await store.pageFrom(carla, bob, 0, 3)).toEqual({ messages: [], hasMore: false, hasNewer: false })
})

test('only so many words are looked for', () => {
  expect(matchOf('a '.repeat(1000))?.split(' ')).toHaveLength(10)
})
