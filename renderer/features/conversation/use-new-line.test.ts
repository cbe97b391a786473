import { expect, test } from 'vitest'
import { nextLine } from './use-new-line.ts'

test('what arrives while nobody looks draws a line, and counts up', () => {
  const line = nextLine(null, 1, 7, false)
  expect(line).toEqual({ after: 7, count: 1 })
  expect(nextLine(line, 2, 7, false)).toEqual({ after: 7, count: 2 })
})

test('it stays when it has been read, and moves with what is new later', () => {
  const line = { after: 7, count: 2 }
  expect(nextLine(line, 0, 9, true)).toBe(line)
  expect(nextLine(line, 1, 9, false)).toEqual({ after: 9, count: 1 })
})

test('what arrives under the eyes of the person draws none', () => {
  expect(nextLine(null, 1, 7, true)).toBeNull()
  const line = { after: 7, count: 2 }
  expect(nextLine(line, 1, 9, true)).toBe(line)
})
