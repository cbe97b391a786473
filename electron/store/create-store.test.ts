import { expect, test } from 'vitest'
import { accountOf, ana, bob, bobAtHome, ids, queued, received, storeWorld } from './testing/store-world.ts'

test('what was kept is there again after a restart', async () => {
  await using world = storeWorld()
  const first = await world.openAna()
  await first.store.apply({ type: 'settings.changed', settings: { theme: 'dark' } })
  const contact = { address: bob, name: 'Bob', groups: ['Friends'], subscription: 'both', asked: false } as const
  await first.store.apply({ type: 'roster.received', account: ana, contacts: [contact] })
  await first.store.apply(received({ stanzaId: 'a1', body: '¿qué tal? 👋' }))
  await first.store.apply(queued('m1'))
  await first.store.apply({ type: 'message.sent', account: ana, ids: ids('m1') })
  await first.store.apply({
    type: 'presence.received',
    account: ana,
    presence: { from: bobAtHome, availability: 'away', status: null, priority: 0 },
  })
  const page = await first.store.page(ana, bob, null, 50)
  const [before] = await first.store.snapshots()
  await first.store.close()

  const { store, changes } = await world.open()
  expect(store.settings().theme).toBe('dark')
  expect(store.lastAccount()).toBe(ana)
  expect(store.accounts()).toEqual([accountOf(ana)])
  expect(await store.snapshots()).toEqual([])
  expect(await store.outbox(ana)).toMatchObject([{ id: 'm1', state: 'sent' }])
  await store.apply({ type: 'account.opened', account: ana, unlocked: true })
  const snapshot = { ...before, presences: [] }
  expect(await store.snapshots()).toEqual([snapshot])
  expect(changes()).toEqual([{ type: 'account.added', snapshot }])
  expect(await store.page(ana, bob, null, 50)).toEqual(page)
  expect(page.messages).toMatchObject([
    { direction: 'in', body: '¿qué tal? 👋', state: null },
    { direction: 'out', id: 'm1', state: 'sent' },
  ])
  expect(await store.conversation(ana, bob)).toMatchObject({ unread: 1, readUpTo: 0, lastMessage: { id: 'm1' } })
})
