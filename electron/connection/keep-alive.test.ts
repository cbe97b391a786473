import { expect, test } from 'vitest'
import { keepAlive } from './keep-alive.ts'
import { defaultLimits } from './limits.ts'
import { createScope } from './scope.ts'

const hour = 3_600_000

test('a dead connection is noticed in time where the clock is put back meanwhile', () => {
  let passed = 0
  let offset = 10 * hour
  const timers = new Set<{ readonly at: number; readonly callback: () => void }>()
  const clock = {
    now: () => passed + offset,
    after(milliseconds: number, callback: () => void) {
      const timer = { at: passed + milliseconds, callback }
      timers.add(timer)
      return () => void timers.delete(timer)
    },
  }
  const scope = createScope(clock)
  const heard = clock.now()
  const ask = (): void => {}
  keepAlive({ scope, clock, limits: defaultLimits, domain: 'd', ask, lastHeard: () => heard, silence: null })
  offset -= hour
  while (!scope.failed) {
    const [next] = [...timers].toSorted((one, other) => one.at - other.at)
    if (next === undefined) throw new Error('nobody looks any more')
    timers.delete(next)
    passed = next.at
    next.callback()
  }
  expect(passed).toBeLessThanOrEqual(defaultLimits.idle + defaultLimits.ping)
})
