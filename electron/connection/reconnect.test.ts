import { expect, it } from 'vitest'
import { createPauses } from './reconnect.ts'

const take = (count: number, random: number) => {
  const pauses = createPauses(() => random)
  return Array.from({ length: count }, () => pauses.next())
}

it('doubles up to two minutes', () => {
  expect(take(9, 0.999999)).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 64_000, 120_000, 120_000])
})

it('spreads each pause over its half', () => {
  expect(take(3, 0)).toEqual([500, 1000, 2000])
  expect(take(3, 0.5)).toEqual([750, 1500, 3000])
})

it('begins again after a connection that held', () => {
  const pauses = createPauses(() => 0)
  pauses.next()
  pauses.next()
  pauses.reset()
  expect(pauses.next()).toBe(500)
})
