import { expect, test } from 'vitest'
import { bodyOf, lineEnds } from './body.ts'
import { parseElement } from './element.ts'

test.each([
  ['plain', '<body>¿Qué &lt;tal&gt;? 😀</body>', '¿Qué <tal>? 😀'],
  ['none', '<subject>a</subject>', ''],
  ['several languages', '<body xml:lang="en">hi</body><body>hola</body>', 'hola'],
  ['languages only', '<body xml:lang="en">hi</body><body xml:lang="es">hola</body>', 'hi'],
  ['of XHTML', '<body xmlns="http://www.w3.org/1999/xhtml">x</body>', ''],
  ['line ends', '<body>a&#13;\nb&#13;c\nd</body>', 'a\nb\nc\nd'],
])('%s', (_, inside, expected) => {
  expect(bodyOf(parseElement(`<message xmlns="jabber:client">${inside}</message>`))).toBe(expected)
  // As it stands within a forwarded one.
  const outer = parseElement(`<forwarded xmlns="f"><message xmlns="jabber:client">${inside}</message></forwarded>`)
  const [message] = outer.getChildElements()
  expect(message && bodyOf(message)).toBe(expected)
})

test('line ends', () => expect(lineEnds('a\r\nb\rc\nd')).toBe('a\nb\nc\nd'))
