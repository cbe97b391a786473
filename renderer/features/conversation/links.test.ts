import fc from 'fast-check'
import { expect, test } from 'vitest'
import { textPieces } from './links.ts'

const urls = (text: string) => textPieces(text).flatMap(piece => piece.url ?? [])

test.each([
  ['look at https://mired.org/a?b=1#c, now', ['https://mired.org/a?b=1#c']],
  ['(http://mired.org)', ['http://mired.org']],
  ['write to ana@mired.org.', ['mailto:ana@mired.org']],
  ['xmpp:clase@salas.mired.org?join, come', ['xmpp:clase@salas.mired.org?join']],
  ['javascript:alert(1) file:///etc/passwd ftp://a.org/x //a.org/y', []],
  ['no link at 10:31', []],
  ['https://mired.org/\u202egpj.exe', ['https://mired.org/']],
  ['\u2067https://mired.org/a\u2069b', ['https://mired.org/a']],
])('%j leads to %j', (text, expected) => expect(urls(text)).toEqual(expected))

test('no text is lost or changed, whatever it is', () => {
  const words = fc.array(fc.oneof(fc.string({ unit: 'grapheme' }), fc.webUrl(), fc.emailAddress()), { maxLength: 6 })
  fc.assert(
    fc.property(words, parts => {
      const text = parts.join(' ')
      return (
        textPieces(text)
          .map(piece => piece.text)
          .join('') === text
      )
    }),
  )
})
