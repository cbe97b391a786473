import { expect, test } from 'vitest'
import { mentions } from './mentions.ts'

test.each([
  ['Ana, ven', ['Ana'], true],
  ['ven, ANA!', ['ana'], true],
  ['@ana: sí', ['Ana'], true],
  ['mañana', ['Ana'], false],
  ['Anabel', ['Ana'], false],
  ['ana_2', ['Ana'], false],
  ['Begon\u0303a?', ['Begoña'], true],
  ['begoña', ['Begon\u0303a'], true],
  ['Ana\u0301 was here', ['Ana'], false],
  ['see https://ana.example/ana now', ['Ana'], false],
  ['xmpp:ana@mired.org and mailto:ana@mired.org', ['Ana'], false],
  ['https://x.example Ana', ['Ana'], true],
  ['Ana María López', ['ana maría'], true],
  ['Привет, Аня', ['аня'], true],
  ['a b', ['a'], false],
  ['what is (this)?', ['(this)?'], true],
  ['c-3po is here', ['C-3PO'], true],
  ['nobody', [''], false],
  ['[.*+', ['[.*+'], true],
  ['', ['Ana'], false],
] as const)('%j names one of %j: %s', (body, names, named) => {
  expect(mentions(body, names)).toBe(named)
})

test('a huge text costs no time', () => {
  expect(mentions('ana'.repeat(1_000_000), ['Ana'])).toBe(false)
  expect(mentions('https://'.repeat(100_000), ['a'.repeat(1000)])).toBe(false)
})
