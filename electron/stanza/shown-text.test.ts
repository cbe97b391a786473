import { expect, test } from 'vitest'
import { shownLine } from './shown-text.ts'

test.each([
  ['Begoña Ruiz', 'Begoña Ruiz'],
  ['  a\n\tb\u0000c ', 'a bc'],
  ['gpj.exe\u202egnp', 'gpj.exegnp'],
  ['\u2066x\u2069 \u200f\u061cy', 'x y'],
  ['<b>bold</b> &amp;', '<b>bold</b> &amp;'],
  ['عربي', 'عربي'],
  ['\u202e \u200f', null],
  ['', null],
  [null, null],
  [undefined, null],
])('%j is shown as %j', (text, shown) => expect(shownLine(text)).toBe(shown))

test('a long one is cut, and never in the middle of a character', () => {
  expect(shownLine('😀'.repeat(10_000), 3)).toBe('😀😀😀')
})
