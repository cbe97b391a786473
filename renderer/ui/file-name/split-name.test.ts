import { expect, test } from 'vitest'
import { splitName } from './split-name.ts'

test('a short name is one piece, so that no gap can come into it', () => {
  expect(splitName('report-cells.pdf')).toEqual(['report-cells.pdf', ''])
})

test('of a long one the end with its ending stays in sight, and no sign is cut in two', () => {
  expect(splitName('informe-de-la-practica-4-final.pdf')).toEqual(['informe-de-la-practica-4', '-final.pdf'])
  const flags = `${'x'.repeat(30)}🇪🇸🇪🇸🇪🇸🇪🇸🇪🇸🇪🇸.pdf`
  expect(splitName(flags).join('')).toBe(flags)
  expect(splitName(flags)[1]).toBe('🇪🇸🇪🇸🇪🇸🇪🇸🇪🇸🇪🇸.pdf')
})
