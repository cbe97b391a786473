import { afterEach, beforeEach, expect, test } from 'vitest'
import type { BareJid } from '../../shared/domain/address.ts'
import type { MessageExtra } from '../../shared/domain/message.ts'
import type { ReceivedMessage } from '../core/events.ts'
import type { Store } from './store.ts'
import { ana, type StoreWorld, storeWorld } from './testing/store-world.ts'

const server = 'mired.org' as BareJid
let world: StoreWorld
let store: Store
let time = 0

beforeEach(async () => {
  world = storeWorld()
  ;({ store } = await world.openAna())
})

afterEach(() => world[Symbol.asyncDispose]())

const notice = (body: string, extra: MessageExtra | null = null, isGreeting = true): ReceivedMessage => ({
  ...{ peer: server, from: server, stanzaId: null, originId: null, body },
  time: ++time * 100_000,
  ...(extra !== null && { extra }),
  ...(isGreeting && { isGreeting }),
})
const receive = (message: ReceivedMessage) => store.apply({ type: 'message.received', account: ana, message })
const bodies = async () => (await store.page(ana, server, null, 50)).messages.map(each => each.body)
const daily = { subject: 'Message of the day' }

test('what is said at every sign-in is there once, and unread once', async () => {
  await receive(notice('Welcome', daily))
  await store.apply({ type: 'conversation.read', account: ana, peer: server, upTo: Number.MAX_SAFE_INTEGER })
  await receive(notice('Welcome', daily))
  expect(await bodies()).toEqual(['Welcome'])
  expect(await store.conversation(ana, server)).toMatchObject({ unread: 0, lastMessage: { ...daily, body: 'Welcome' } })
})

test('also when something else was said between, or after a restart', async () => {
  const relay = { by: 'admin@mired.org' as BareJid, to: 'all' }
  await receive(notice('Welcome', daily))
  await receive(notice('Stop at six', null, false))
  await receive(notice('Welcome', { ...daily, relay }, false))
  await store.close()
  ;({ store } = await world.openAna())
  await receive(notice('Welcome', daily))
  expect(await bodies()).toEqual(['Welcome', 'Stop at six', 'Welcome'])
})

test('another one is new, and then the old one again', async () => {
  for (const body of ['Welcome', 'Holidays', 'Holidays', 'Welcome']) await receive(notice(body, daily))
  expect(await bodies()).toEqual(['Welcome', 'Holidays', 'Welcome'])
})

test('announcements are new each time', async () => {
  for (const body of ['Stop', 'Stop']) await receive(notice(body, null, false))
  expect(await bodies()).toEqual(['Stop', 'Stop'])
  expect((await store.conversation(ana, server)).unread).toBe(2)
})

test('the archive has one of each sign-in: they are one', async () => {
  await receive(notice('Welcome', daily))
  const archived = (id: string, at: number): ReceivedMessage => ({
    ...notice('Welcome', daily),
    ...{ time: at, source: 'archive', archiveId: id },
  })
  const point = { id: '9', time: 9 }
  await store.apply({
    type: 'message.archived',
    account: ana,
    page: {
      messages: [archived('1', 1), archived('2', 2), archived('3', time * 100_000)],
      ...{ direction: 'backward', peer: null, first: point, last: point, complete: true, until: 1e9 },
    },
  })
  expect(await bodies()).toEqual(['Welcome'])
})

test('what a message says besides its words is kept', async () => {
  const relay = { by: 'admin@mired.org' as BareJid, to: 'all' }
  const unsupported = { what: 'file', name: '<b>.txt', size: 5 } as const
  await receive(notice('a', { relay, subject: 'Aviso' }, false))
  await receive(notice('b', { unsupported }, false))
  await receive(notice('c', null, false))
  await store.close()
  ;({ store } = await world.openAna())
  const [first, second, third] = (await store.page(ana, server, null, 50)).messages
  expect(first).toMatchObject({ body: 'a', relay, subject: 'Aviso' })
  expect(second).toMatchObject({ body: 'b', unsupported })
  expect(third).not.toHaveProperty('relay')
  const found = await store.search(ana, 'a', { peer: null, before: null, limit: 5 })
  expect(found.messages[0]).toMatchObject({ relay })
})
