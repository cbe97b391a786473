import { expect, test } from 'vitest'
import { steppedClock } from '../../testing/stepped-clock.ts'
import { defaultLimits } from '../limits.ts'
import { createQuestion } from './question.ts'

function world() {
  const clock = steppedClock()
  const told: string[] = []
  const state = { held: false }
  const question = createQuestion({
    ...{ clock, limits: defaultLimits },
    held: () => state.held,
    again: () => told.push('again'),
    unheard: () => told.push('unheard'),
  })
  return { clock, told, state, question }
}

test('is asked again, and is unheard within 30 s', () => {
  const { clock, told, question } = world()
  question.asked()
  clock.pass(3000)
  question.asked()
  clock.pass(27_000)
  expect(told).toEqual([...Array(5).fill('again'), 'unheard'])
  expect(clock.waiting()).toBe(0)
})

test('an answer ends it, and the next begins anew', () => {
  const { clock, told, question } = world()
  question.asked()
  clock.pass(29_000)
  question.answered()
  question.asked()
  clock.pass(29_000)
  expect(told).not.toContain('unheard')
})

test('while nothing is read no answer can come', () => {
  const { clock, told, state, question } = world()
  question.asked()
  state.held = true
  clock.pass(60_000)
  expect(told).toEqual([])
  state.held = false
  clock.pass(30_000)
  expect(told.at(-1)).toBe('unheard')
})
