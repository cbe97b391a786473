import { EventEmitter } from 'node:events'
import { expect, test } from 'vitest'
import type { Clock } from '../core/ports/index.ts'
import { systemIdle, systemWake } from './power.ts'

function world() {
  const power = Object.assign(new EventEmitter(), { getSystemIdleTime: () => state.idle })
  const timers = new Set<() => void>()
  const clock: Clock = {
    now: () => 0,
    after(_, callback) {
      timers.add(callback)
      return () => timers.delete(callback)
    },
  }
  const state = { addresses: 'eth0 10.0.0.1', wakes: 0, idle: 0 }
  const end = systemWake(power, clock, () => state.addresses).subscribe(() => {
    state.wakes += 1
  })
  const tick = () => {
    for (const callback of [...timers]) {
      timers.delete(callback)
      callback()
    }
  }
  return { power, clock, state, timers, end, tick }
}

test('wakes after sleep, after the screen lock, and on another network', () => {
  const { power, state, tick } = world()
  tick()
  expect(state.wakes).toBe(0)
  power.emit('resume')
  power.emit('unlock-screen')
  state.addresses = ''
  tick()
  expect(state.wakes).toBe(2)
  state.addresses = 'wlan0 10.0.0.7'
  tick()
  tick()
  expect(state.wakes).toBe(3)
})

test('ends with nothing left behind', () => {
  const { power, state, timers, end } = world()
  end()
  power.emit('resume')
  expect([state.wakes, timers.size, power.listenerCount('resume')]).toEqual([0, 0, 0])
})

test('tells how long nobody touched the computer, and at once that its screen is locked', () => {
  const { power, clock, state, timers, end, tick } = world()
  end()
  const told: unknown[] = []
  const stop = systemIdle(power, clock).subscribe(idleness => void told.push(idleness))
  state.idle = 3
  tick()
  power.emit('lock-screen')
  state.idle = 9
  tick()
  power.emit('unlock-screen')
  expect(told).toEqual([
    { seconds: 3, locked: false },
    { seconds: 3, locked: true },
    { seconds: 9, locked: true },
    { seconds: 9, locked: false },
  ])
  stop()
  expect([timers.size, power.listenerCount('lock-screen'), power.listenerCount('unlock-screen')]).toEqual([0, 0, 0])
})
