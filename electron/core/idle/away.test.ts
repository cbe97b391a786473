import { expect, test } from 'vitest'
import { type OwnPresence, presenceInForce } from '../../../shared/domain/presence.ts'
import { defaultSettings, type Settings } from '../../../shared/domain/settings.ts'
import type { Idleness } from '../ports/index.ts'
import { createAway } from './away.ts'

const now = 1_000_000_000

function world(over: Partial<Settings> = {}) {
  const state = { settings: { ...defaultSettings, ...over }, listening: false, now }
  const told: (number | null)[] = []
  let report: (idleness: Idleness) => void = () => {}
  const away = createAway({
    idle: {
      subscribe(listener) {
        report = listener
        state.listening = true
        return () => {
          state.listening = false
        }
      },
    },
    clock: { now: () => state.now, after: () => () => {} },
    settings: () => state.settings,
    onChanged: since => void told.push(since),
  })
  const idle = (seconds: number, locked = false) => report({ seconds, locked })
  return { away, state, told, idle }
}

test('away after the minutes that were set, from when nobody touched it, once; back at the first touch', () => {
  const { away, told, idle, state } = world({ awayAfter: 5 })
  idle(299)
  expect(away.since()).toBeNull()
  idle(300)
  state.now += 3000
  idle(303)
  expect(away.since()).toBe(now - 300_000)
  idle(0)
  expect(told).toEqual([now - 300_000, null])
})

test('with the setting off nothing happens, and switching it off ends it', () => {
  const { told, idle, state } = world({ awayWhenIdle: false })
  idle(100_000)
  idle(0, true)
  expect(told).toEqual([])
  state.settings = { ...state.settings, awayWhenIdle: true }
  idle(100_000)
  state.settings = { ...state.settings, awayWhenIdle: false }
  idle(100_003)
  expect(told).toEqual([now - 100_000_000, null])
})

test('a locked screen is away at once', () => {
  const { told, idle } = world()
  idle(2, true)
  idle(5, true)
  idle(0)
  expect(told).toEqual([now - 2000, null])
})

test('what the person chooses meanwhile holds until they come and go again', () => {
  const { away, told, idle } = world()
  idle(600)
  away.chosen()
  idle(603)
  expect(told).toEqual([now - 600_000, null])
  idle(1)
  away.chosen()
  idle(600)
  expect(told).toHaveLength(3)
})

test('a computer that cannot tell is one where somebody is; the end leaves nothing behind', () => {
  const { away, told, idle, state } = world()
  idle(-1)
  expect(told).toEqual([])
  away.dispose()
  expect(state.listening).toBe(false)
})

test.each<[OwnPresence['availability'], OwnPresence['availability']]>([
  ['available', 'away'],
  ['chat', 'away'],
  ['away', 'away'],
  ['xa', 'xa'],
  ['dnd', 'dnd'],
])('who is %s and leaves is %s, with the same words', (availability, inForce) => {
  const own = { availability, status: 'Examen' }
  expect(presenceInForce(own, now)).toEqual({ availability: inForce, status: 'Examen' })
  expect(presenceInForce(own, null)).toEqual(own)
})
