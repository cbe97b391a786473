import { expect, test } from 'vitest'
import type { BareJid } from '../../shared/domain/address.ts'
import type { DomainEvent } from '../core/events.ts'
import type { Store } from './store.ts'
import { accountOf, ana, bob, queued, received, storeWorld } from './testing/store-world.ts'

const dora = 'dora@mired.org' as BareJid
const drafted = (text: string, peer = bob): DomainEvent => ({
  type: 'conversation.drafted',
  account: ana,
  peer,
  text,
})
const opened = (peer: BareJid | null): DomainEvent => ({ type: 'conversation.opened', account: ana, peer })
const unlock: DomainEvent = { type: 'account.opened', account: ana, unlocked: true }
const draftOf = async (store: Store, peer = bob) => (await store.conversation(ana, peer)).draft

test('a draft is told, and there again after a restart; also to whom nothing was ever said', async () => {
  await using world = storeWorld()
  {
    const { store, batches } = await world.openAna()
    await store.apply(drafted('half a thought\n…', dora))
    expect(batches).toMatchObject([
      [{ conversations: [{ peer: dora, lastMessage: null, draft: 'half a thought\n…' }] }],
    ])
    await store.apply(drafted('half a thought\n…', dora))
    expect(batches).toHaveLength(1)
    await store.close()
  }
  const { store } = await world.open()
  await store.apply(unlock)
  expect(await draftOf(store, dora)).toBe('half a thought\n…')
  await store.apply(received({ peer: dora, from: dora }))
  expect(await store.conversation(ana, dora)).toMatchObject({ unread: 1, draft: 'half a thought\n…' })
  await store.apply(drafted('', dora))
  expect(await draftOf(store, dora)).toBe('')
})

test('what is sent is no draft any more, in the batch that keeps the message; a refused one leaves it', async () => {
  await using world = storeWorld()
  const { store, batches } = await world.openAna()
  await store.apply(drafted('to bob'))
  await store.apply(drafted('to dora', dora))
  batches.length = 0
  await store.apply(queued('m1', 'to bob'))
  expect(batches).toHaveLength(1)
  expect(batches[0]).toContainEqual(
    expect.objectContaining({
      type: 'conversation.changed',
      conversations: [expect.objectContaining({ peer: bob, draft: '', lastMessage: expect.anything() })],
    }),
  )
  expect(await draftOf(store, dora)).toBe('to dora')
  await expect(
    store.apply({ ...queued('m2', 'to dora', dora), account: 'x@mired.org' } as DomainEvent),
  ).rejects.toThrow()
  expect(await draftOf(store, dora)).toBe('to dora')
  await store.close()
  const { store: again } = await world.open()
  await again.apply(unlock)
  expect([await draftOf(again), await draftOf(again, dora)]).toEqual(['', 'to dora'])
})

test('while locked there is neither draft nor open conversation, and none can be made', async () => {
  await using world = storeWorld()
  {
    const { store } = await world.openAna()
    await store.apply(drafted('secret'))
    await store.apply(opened(bob))
    await store.apply({ type: 'account.closed', account: ana, removeHistory: false })
    await store.close()
  }
  const { store, batches } = await world.open()
  await store.apply({ type: 'account.opened', account: ana, unlocked: false })
  await store.apply(drafted('of somebody else'))
  await store.apply(opened(dora))
  expect(await store.snapshots()).toMatchObject([{ unlocked: false, conversations: [], open: null }])
  expect(JSON.stringify(batches)).not.toContain('secret')
  await store.apply(unlock)
  expect(await store.snapshots()).toMatchObject([{ conversations: [{ peer: bob, draft: 'secret' }], open: bob }])
})

test('the open conversation is kept, and forgotten when it is closed', async () => {
  await using world = storeWorld()
  {
    const { store, changes } = await world.openAna()
    await store.apply(opened(bob))
    await store.apply(opened(dora))
    expect(changes()).toEqual([bob, dora].map(peer => ({ type: 'conversation.opened', account: ana, peer })))
    await store.close()
  }
  const { store } = await world.open()
  await store.apply(unlock)
  expect(await store.snapshots()).toMatchObject([{ open: dora, conversations: [] }])
  await store.apply(opened(null))
  expect(await store.snapshots()).toMatchObject([{ open: null }])
})

test('who removes the history removes drafts, too', async () => {
  await using world = storeWorld()
  const { store } = await world.openAna()
  await store.apply(drafted('secret'))
  await store.apply(opened(bob))
  await store.apply({ type: 'account.closed', account: ana, removeHistory: true })
  await store.apply({ type: 'account.saved', account: accountOf(ana) })
  await store.apply(unlock)
  expect(await store.snapshots()).toMatchObject([{ open: null, conversations: [] }])
})
