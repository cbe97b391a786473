import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { AccountId } from '../../shared/domain/address.ts'
import type { Room } from '../../shared/domain/room.ts'
import { defaultSettings } from '../../shared/domain/settings.ts'
import { coalesce } from './coalesce.ts'
import type { Store } from './store.ts'
import { anyEvent } from './testing/arbitrary.ts'
import { fold, type Heard, nothingHeard, sorted } from './testing/fold.ts'
import { accountOf, ana, carla, storeWorld } from './testing/store-world.ts'

/** Groups of events that are applied without waiting in between. */
const histories = fc.array(fc.array(anyEvent, { minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 6 })

const bounds = { numRuns: 12 }
const busyMachine = { timeout: 120_000 }

const rank = { queued: 0, sent: 1, stored: 2, delivered: 3, displayed: 4, failed: 5 }

/** What a room is after a restart, until it says more of itself. */
function leftRoom(room: Room): Room {
  const unknown = { subject: null, traits: null, role: null, affiliation: null, occupants: 0 }
  return { ...room, ...unknown, phase: { type: 'left' } }
}

async function expectSameAsHeard(store: Store, heard: Heard): Promise<void> {
  const snapshots = await store.snapshots()
  expect(snapshots.map(sorted)).toEqual(snapshots.map(each => sorted(heard.accounts.get(each.account.id) ?? each)))
  expect(new Set(heard.accounts.keys())).toEqual(new Set(snapshots.map(each => each.account.id)))
  expect(store.settings()).toEqual(heard.settings ?? defaultSettings)
  for (const { account, conversations } of snapshots) {
    for (const conversation of conversations) {
      const { messages } = await store.page(account.id, conversation.peer, null, 1000)
      expect(conversation.lastMessage).toEqual(messages.at(-1) ?? null)
      const unread = messages.filter(each => each.direction === 'in' && each.order > conversation.readUpTo)
      expect(conversation.unread).toBe(unread.length)
      expect(messages).toEqual(messages.toSorted((one, other) => one.order - other.order))
      for (const heardOf of heard.messages.values()) {
        const its = heardOf.account === account.id && heardOf.peer === conversation.peer
        if (its) expect(messages.find(each => each.id === heardOf.id)).toEqual(heardOf)
      }
    }
  }
}

test('whatever happens: what was told is what is true, and states only go forwards', busyMachine, async () => {
  await fc.assert(
    fc.asyncProperty(histories, async groups => {
      await using world = storeWorld()
      const { store, batches } = await world.open()
      for (const id of [ana, carla] as AccountId[]) await store.apply({ type: 'account.saved', account: accountOf(id) })
      await store.apply({ type: 'account.opened', account: ana, unlocked: true })
      let heard = nothingHeard
      let told = 0
      for (const group of groups) {
        world.clock.time += 1
        const before = heard.messages
        const results = await Promise.allSettled(group.map(event => store.apply(event)))
        for (const each of results)
          if (each.status === 'rejected') expect(each.reason).toMatchObject({ code: 'unknown-account' })
        heard = fold(heard, batches.slice(told).flat())
        told = batches.length
        await expectSameAsHeard(store, heard)
        const again = group.some(event => event.type === 'message.retried' || event.type === 'message.deleted')
        for (const [id, { state }] of again ? [] : before) {
          const now = heard.messages.get(id)
          if (state !== null && now?.state) expect(rank[now.state]).toBeGreaterThanOrEqual(rank[state])
        }
      }
      const [last] = (await store.snapshots()).filter(each => each.unlocked)
      await store.close()
      if (last === undefined) return
      const reopened = await world.open()
      await reopened.store.apply({ type: 'account.opened', account: last.account.id, unlocked: true })
      const [kept] = await reopened.store.snapshots()
      const offline = {
        ...{ presences: [], typing: [], sharedGroups: [] },
        connection: { phase: 'offline', failure: null },
        ...{ occupants: {}, invited: {}, rooms: last.rooms.map(leftRoom) },
      } as const
      expect(kept && sorted(kept)).toEqual(sorted({ ...last, ...offline }))
    }),
    bounds,
  )
})

test('fewer changes tell the same', busyMachine, async () => {
  await using world = storeWorld()
  const { store, batches } = await world.open()
  await fc.assert(
    fc.asyncProperty(histories, async groups => {
      // One by one, so that the changes are not put together yet.
      for (const id of [ana, carla]) await store.apply({ type: 'account.closed', account: id, removeHistory: true })
      for (const id of [ana, carla]) await store.apply({ type: 'account.saved', account: accountOf(id) })
      for (const id of [ana, carla]) await store.apply({ type: 'account.opened', account: id, unlocked: true })
      const start = fold(nothingHeard, batches.flat())
      batches.length = 0
      for (const event of groups.flat()) await store.apply(event).catch(() => {})
      const changes = batches.flat()
      batches.length = 0
      const fewer = coalesce(changes)
      expect(fewer.length).toBeLessThanOrEqual(changes.length)
      const [one, other] = [fold(start, changes), fold(start, fewer)]
      expect([...other.accounts].map(([id, each]) => [id, sorted(each)]).sort()).toEqual(
        [...one.accounts].map(([id, each]) => [id, sorted(each)]).sort(),
      )
      expect(new Map([...other.messages].sort())).toEqual(new Map([...one.messages].sort()))
      expect(other.settings).toEqual(one.settings)
    }),
    bounds,
  )
})
