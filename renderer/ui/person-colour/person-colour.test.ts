import fc from 'fast-check'
import { expect, test } from 'vitest'
import { personHue } from './person-colour.ts'
import { sha1 } from './sha1.ts'

// XEP-0392, 13.1, test vectors.
test.each([
  ['Romeo', 327.255249],
  ['juliet@capulet.lit', 209.4104],
  ['😺', 331.199341],
  ['council', 359.994507],
  ['Board', 171.430664],
])('the hue of %s is the one of the XEP', (text, hue) => {
  expect(personHue(text)).toBeCloseTo(hue, 6)
})

test('the hash is SHA-1 for every text, over every block border', async () => {
  const expected = async (text: string) => [
    ...new Uint8Array(await crypto.subtle.digest('SHA-1', new TextEncoder().encode(text))),
  ]
  for (const length of [0, 55, 56, 63, 64, 119, 120, 1000]) {
    const text = 'x'.repeat(length)
    expect([...sha1(text)]).toEqual(await expected(text))
  }
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 200 }), async text => {
      expect([...sha1(text)]).toEqual(await expected(text))
    }),
  )
})
