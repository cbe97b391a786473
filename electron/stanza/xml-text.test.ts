import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseElement, xml } from './element.ts'
import { cleanText } from './xml-text.ts'

test.each([
  ['tab\tand\nline\r\nends stay', 'tab\tand\nline\r\nends stay'],
  ['a\u0000b\u0007c\u001b[0m\u007f', 'abc[0m\u007f'],
  ['\ufffea\uffffb', 'ab'],
  ['x\ud800y\udc00z', 'xyz'],
  ['👩‍👩‍👧 ñ \u{10ffff}', '👩‍👩‍👧 ñ \u{10ffff}'],
])('%j becomes %j', (text, clean) => expect(cleanText(text)).toBe(clean))

test('whatever a person writes arrives as what was cleaned', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map(code => String.fromCharCode(code)) }),
      (one, other) => {
        const clean = cleanText(one + other)
        expect(clean.isWellFormed()).toBe(true)
        expect(cleanText(clean)).toBe(clean)
        expect(parseElement(xml('body', {}, clean).toString()).getText()).toBe(clean)
      },
    ),
    { numRuns: 500 },
  )
})
