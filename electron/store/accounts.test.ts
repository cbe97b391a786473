import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import type { FullJid } from '../../shared/domain/address.ts'
import type { Contact } from '../../shared/domain/contact.ts'
import type { DomainEvent } from '../core/events.ts'
import { accountOf, ana, bob, bobAtHome, carla, ids, queued, received, storeWorld } from './testing/store-world.ts'

const contact: Contact = { address: bob, name: 'Bob', groups: [], subscription: 'both', asked: false }
const open = (account = ana, unlocked = true): DomainEvent => ({ type: 'account.opened', account, unlocked })
const close = (removeHistory: boolean): DomainEvent => ({ type: 'account.closed', account: ana, removeHistory })
const roster: DomainEvent = { type: 'roster.received', account: ana, contacts: [contact] }
const away = { from: bobAtHome, availability: 'away', status: null, priority: 0 } as const

test('the folder and the files are their owner’s alone', async () => {
  await using world = storeWorld()
  await world.openAna()
  expect(statSync(world.folder).mode & 0o777).toBe(0o700)
  for (const name of ['settings.json', 'archive.sqlite'])
    expect(statSync(join(world.folder, name)).mode & 0o777).toBe(0o600)
})

test('while locked nothing of what is kept is told; unlocking tells all of it', async () => {
  await using world = storeWorld()
  const { store, batches } = await world.openAna()
  await store.apply(roster)
  await store.apply(received())
  await store.apply(close(false))
  batches.length = 0

  await store.apply(open(ana, false))
  await store.apply({ type: 'presence.received', account: ana, presence: away })
  const [locked] = await store.snapshots()
  expect(locked).toMatchObject({ unlocked: false, contacts: [], conversations: [], presences: [{ address: bob }] })
  expect(await store.page(ana, bob, null, 10)).toEqual({ messages: [], hasMore: false })
  expect(await store.conversation(ana, bob)).toEqual({
    account: ana,
    peer: bob,
    kind: 'person',
    mentioned: false,
    lastMessage: null,
    unread: 0,
    readUpTo: 0,
    draft: '',
  })
  await store.apply(received({ body: 'early' }))
  expect(JSON.stringify(batches)).not.toMatch(/hello|early|Bob/)

  batches.length = 0
  await store.apply(open())
  const [unlocked] = await store.snapshots()
  expect(unlocked).toMatchObject({
    unlocked: true,
    contacts: [contact],
    presences: [{ address: bob, availability: 'away' }],
    conversations: [{ peer: bob, unread: 2, lastMessage: { body: 'early' } }],
  })
  expect(batches).toEqual([[{ type: 'account.added', snapshot: unlocked }]])
  await store.apply(open(ana, false))
  expect(await store.snapshots()).toEqual([unlocked])
})

test('signing out keeps the history unless it is to go', async () => {
  await using world = storeWorld()
  const { store, changes } = await world.openAna()
  await store.apply(received())
  await store.apply(close(false))
  expect(changes().at(-1)).toEqual({ type: 'account.removed', account: ana })
  expect(await store.snapshots()).toEqual([])
  expect(await store.page(ana, bob, null, 10)).toEqual({ messages: [], hasMore: false })
  expect(store.account(ana)).toEqual(accountOf(ana))
  await store.apply(open())
  expect((await store.page(ana, bob, null, 10)).messages).toHaveLength(1)
})

test('history that was removed is nowhere in the files, and stragglers do not bring it back', async () => {
  await using world = storeWorld()
  const { store } = await world.openAna()
  await store.apply({ type: 'account.saved', account: accountOf(carla) })
  await store.apply(open(carla))
  await store.apply(received({ body: 'stays' }, carla))
  await store.apply(roster)
  await Promise.all(Array.from({ length: 50 }, (_, at) => store.apply(received({ body: `seCret-${at}` }))))
  const files = () =>
    ['archive.sqlite', 'archive.sqlite-wal', 'settings.json']
      .map(name => readFileSync(join(world.folder, name), 'latin1'))
      .join()
  expect(files()).toContain('seCret')
  await store.apply(close(true))
  await store.apply(received({ body: 'seCret late' }))
  await store.apply({ type: 'message.sent', account: ana, ids: ids('m1') })
  await expect(store.apply(queued('m2', 'seCret'))).rejects.toMatchObject({ code: 'unknown-account' })
  expect(files()).not.toContain('seCret')
  expect(files()).not.toContain(ana)
  expect([store.account(ana), store.lastAccount()]).toEqual([null, carla])
  await store.close()
  const archive = new DatabaseSync(join(world.folder, 'archive.sqlite'))
  expect(archive.prepare('SELECT body FROM message').all()).toEqual([{ body: 'stays' }])
  expect(archive.prepare('SELECT count(*) AS count FROM contact').get()).toEqual({ count: 0 })
  archive.close()
})

test('an account that nobody saved cannot come into use', async () => {
  await using world = storeWorld()
  const { store, changes } = await world.open()
  await store.apply(open(carla))
  await store.apply(received({}, carla))
  await store.apply({ ...roster, account: carla } as DomainEvent)
  expect([changes(), await store.snapshots(), store.lastAccount()]).toEqual([[], [], null])
})

test('the list is told whole, and pushes by what they change', async () => {
  await using world = storeWorld()
  const { store, batches } = await world.openAna()
  await store.apply(roster)
  await store.apply({ type: 'contact.pushed', account: ana, contact })
  await store.apply({ type: 'contact.pushed', account: ana, contact: { ...contact, groups: ['Friends'] } })
  await store.apply({ type: 'contact.removed', account: ana, address: bob })
  await store.apply({ type: 'contact.removed', account: ana, address: bob })
  expect(batches.map(([change]) => change?.type)).toEqual(['contacts.replaced', 'contact.changed', 'contact.removed'])
  await store.apply(roster)
  await store.apply({ type: 'roster.received', account: ana, contacts: [{ ...contact, address: carla }] })
  await store.apply(close(false))
  await store.apply(open())
  expect((await store.snapshots())[0]?.contacts).toEqual([{ ...contact, address: carla }])
})

test('offline nobody is there', async () => {
  await using world = storeWorld()
  const { store, changes } = await world.openAna()
  await store.apply({ type: 'presence.received', account: ana, presence: away })
  await store.apply({ type: 'presence.received', account: ana, presence: away })
  await store.apply({ type: 'presence.received', account: ana, presence: { ...away, availability: 'offline' } })
  await store.apply({ type: 'connection.changed', account: ana, state: { phase: 'offline', failure: null } })
  expect(changes().map(each => each.type)).toEqual([
    'presence.changed',
    'presence.changed',
    'connection.changed',
    'presence.cleared',
  ])
  expect((await store.snapshots())[0]?.presences).toEqual([])
})

test('of people who are no contacts a thousand are known', async () => {
  await using world = storeWorld()
  const { store } = await world.openAna()
  await store.apply(roster)
  const stranger = (index: number) => ({ ...away, from: `s${index}@mired.org/a` as FullJid })
  const told = [...Array.from({ length: 1200 }, (_, index) => stranger(index)), away]
  await Promise.all(told.map(presence => store.apply({ type: 'presence.received', account: ana, presence })))
  const known = (await store.snapshots())[0]?.presences.map(each => each.address) ?? []
  expect(known.length).toBeLessThan(1010)
  expect(known).toContain(bob)
})
