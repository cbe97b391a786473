import { describe, expect, it } from 'vitest'
import { createFormats } from './formats.ts'
import { localeFor } from './text.tsx'

const now = new Date(2026, 10, 21, 9, 30).getTime()
const ago = (days: number, hour = 18) => new Date(2026, 10, 21 - days, hour, 5).getTime()

describe('dates as they are said', () => {
  it.each([
    ['en', 0, 'Today'],
    ['en', 1, 'Yesterday'],
    ['en', 2, 'Thursday'],
    ['en', 6, 'Sunday'],
    ['en', 7, 'November 14, 2026'],
    ['en-GB', 7, '14 November 2026'],
    ['es', 0, 'Hoy'],
    ['es', 1, 'Ayer'],
    ['es', 2, 'Jueves'],
    ['es', 400, '17 de octubre de 2025'],
  ])('%s, %i days ago: %s', (locale, days, said) => {
    expect(createFormats(locale).day(ago(days), now)).toBe(said)
  })

  it('goes by the calendar and not by 24 hours', () => {
    expect(createFormats('en').day(ago(1, 23), now)).toBe('Yesterday')
  })

  it('shows the time of today and the day of what is older at the end of a row', () => {
    const { dayOrTime } = createFormats('es')
    expect(dayOrTime(ago(0, 8), now)).toBe('8:05')
    expect(dayOrTime(ago(1), now)).toBe('Ayer')
    expect(dayOrTime(ago(3), now)).toBe('Mié')
    expect(dayOrTime(ago(30), now)).toBe('22/10/26')
  })
})

describe('sizes', () => {
  it.each([
    ['en', 0, '0 bytes'],
    ['en', 999, '999 bytes'],
    ['en', 1_000, '1 kB'],
    ['en', 2_940_000, '2.9 MB'],
    ['es', 2_940_000, '2,9 MB'],
    ['en', 48_200_000, '48 MB'],
  ])('%s, %i: %s', (locale, bytes, said) => {
    expect(createFormats(locale).size(bytes).replaceAll(/\s/g, ' ')).toBe(said)
  })
})

describe('the region', () => {
  it('is that of the system where it speaks the chosen language', () => {
    expect(localeFor('es', 'es-MX')).toBe('es-MX')
    expect(localeFor('en', 'es-ES')).toBe('en')
    expect(localeFor('es', 'est')).toBe('es')
  })
})
