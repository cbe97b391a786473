import { expect, test } from 'vitest'
import { figure } from './figures.ts'

test('median, least and most', () => {
  expect(figure([3, 1, 2], 'ms')).toEqual({ median: 2, min: 1, max: 3, unit: 'ms' })
  expect(figure([4, 1, 2, 3], 'ms')).toEqual({ median: 2.5, min: 1, max: 4, unit: 'ms' })
  expect(figure([0.12345], 's')).toEqual({ median: 0.123, min: 0.123, max: 0.123, unit: 's' })
  expect(() => figure([], 'ms')).toThrow('needs values')
})
