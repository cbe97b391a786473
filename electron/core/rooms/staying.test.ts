/** Coming back into rooms, by a clock that the test moves. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { BareJid } from '../../../shared/domain/address.ts'
import { AppError } from '../../../shared/domain/failure.ts'
import type { Room, RoomPhase } from '../../../shared/domain/room.ts'
import type { HeldRoom } from '../../store/memory.ts'
import { createFakeChannel, type FakeChannel } from '../../testing/channel.ts'
import { type SteppedClock, steppedClock } from '../../testing/stepped-clock.ts'
import { silentLog } from '../ports/index.ts'
import { createStaying, type Staying } from './staying.ts'

const room = 'clase@rooms.mired.org' as BareJid
const held = { password: null, room: { address: room, nick: 'Ana', autojoin: true } as Room } satisfies HeldRoom
const minute = 60_000

let channel: FakeChannel
let clock: SteppedClock
let staying: Staying
let phases: RoomPhase['type'][]
let joins: number
let isIn: boolean
let refusal: AppError | null

beforeEach(() => {
  channel = createFakeChannel()
  channel.goOnline()
  clock = steppedClock()
  ;[phases, joins, isIn, refusal] = [[], 0, false, null]
  staying = createStaying({
    channel,
    muc: {
      async join() {
        joins += 1
        if (refusal !== null) throw refusal
        isIn = true
        return { isNew: false }
      },
      announce: async () => {},
      async leave() {
        isIn = false
      },
      rename: async () => {},
      nick: () => (isIn ? 'Ana' : null),
    },
    discovery: { infoNow: () => Promise.reject(new AppError('request-timed-out', 'it says nothing of itself')) },
    talk: { historyWish: async () => null, entering() {}, entered() {}, left() {} },
    giveUp: async () => {},
    store: { rooms: async () => [held], room: async () => held } as never,
    async emit(event) {
      if (event.type === 'room.changed' && event.facts.phase !== undefined) phases.push(event.facts.phase.type)
    },
    clock,
    log: silentLog,
  })
})

afterEach(() => staying.dispose())

/** Lets time pass, and everything that it begins be done. */
async function pass(milliseconds: number): Promise<void> {
  clock.pass(milliseconds)
  await new Promise(setImmediate)
}

test('a room that is full is tried again, also where that was due while the connection was gone', async () => {
  refusal = new AppError('room-full', 'too many')
  await staying.begin()
  expect([joins, phases.at(-1)]).toEqual([1, 'failed'])
  channel.goOffline({ resumable: true })
  await pass(5 * minute)
  expect(joins).toBe(1)
  refusal = null
  channel.resume()
  staying.goOn()
  await pass(0)
  expect([joins, isIn]).toEqual([2, true])
})

test('what is not due waits, whatever became of the connection', async () => {
  refusal = new AppError('room-full', 'too many')
  await staying.begin()
  channel.goOffline({ resumable: true })
  channel.resume()
  staying.goOn()
  await pass(minute)
  expect(joins).toBe(1)
  await pass(minute)
  expect(joins).toBe(2)
})

test('a room that loses us again and again is not flooded', async () => {
  await staying.begin()
  for (let turn = 0; turn < 20; turn += 1) {
    if (isIn) {
      isIn = false
      staying.out(room, null)
    }
    await pass(1000)
  }
  expect(joins).toBeLessThan(8)
  await pass(10 * minute)
  expect(isIn).toBe(true)
  // After a while in it that was another time.
  await pass(10 * minute)
  const before = joins
  isIn = false
  staying.out(room, null)
  await pass(0)
  expect([joins, isIn]).toEqual([before + 1, true])
})
