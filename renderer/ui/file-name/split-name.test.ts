import { expect, test } from 'vitest'
import { splitName } from './split-name.ts'

test('a name that is no longer than what stays is one piece', () => {
  expect(splitName('notes.txt')).toEqual(['notes.txt', ''])
})

test('of a long one the end with its ending stays in sight, and no sign is cut in two', () => {
  expect(splitName('report-cells.pdf')).toEqual(['report', '-cells.pdf'])
  expect(splitName('informe-de-la-practica-4-final.pdf')).toEqual(['informe-de-la-practica-4', '-final.pdf'])
  const flags = `${'x'.repeat(30)}🇪🇸🇪🇸🇪🇸🇪🇸🇪🇸🇪🇸.pdf`
  expect(splitName(flags).join('')).toBe(flags)
  expect(splitName(flags)[1]).toBe('🇪🇸🇪🇸🇪🇸🇪🇸🇪🇸🇪🇸.pdf')
})
