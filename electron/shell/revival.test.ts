import { expect, test } from 'vitest'
import { createRevival } from './revival.ts'

function world() {
  const done: string[] = []
  let now = 0
  const timers = new Map<() => void, number>()
  const clock = {
    now: () => now,
    after(milliseconds: number, run: () => void) {
      timers.set(run, now + milliseconds)
      return () => void timers.delete(run)
    },
  }
  const does = (what: string) => () => void done.push(what)
  const revival = createRevival({ clock, reload: does('reload'), giveUp: does('give up'), end: does('end') })
  return {
    revival,
    done,
    pass(milliseconds: number) {
      now += milliseconds
      for (const [run, time] of timers) if (time <= now && timers.delete(run)) run()
    },
  }
}

test('a page that is gone comes back, but not for ever', () => {
  const { revival, done, pass } = world()
  for (let count = 0; count < 4; count++) {
    revival.gone()
    pass(1000)
  }
  expect(done).toEqual(['reload', 'reload', 'reload', 'give up'])
  pass(60_000)
  revival.gone()
  expect(done.at(-1)).toBe('reload')
})

test('pages that go now and then always come back', () => {
  const { revival, done, pass } = world()
  for (let count = 0; count < 20; count++) {
    revival.gone()
    pass(25_000)
  }
  expect(new Set(done)).toEqual(new Set(['reload']))
})

test('a page that stays silent is ended, one that answers again is not', () => {
  const { revival, done, pass } = world()
  revival.unresponsive()
  pass(9000)
  revival.responsive()
  pass(60_000)
  expect(done).toEqual([])
  revival.unresponsive()
  pass(5000)
  // It is said again and again; the first counts.
  revival.unresponsive()
  pass(5000)
  expect(done).toEqual(['end'])
  revival.unresponsive()
  revival.dispose()
  pass(60_000)
  expect(done).toEqual(['end'])
})
