import { expect, test } from 'vitest'
import type { XmlConsoleEntry, XmlKind } from '../../../../shared/domain/xml-console.ts'
import { filterEntries } from './filter-entries.ts'
import { beginningOf, xmlParts } from './xml-parts.ts'

const entry = (order: number, kind: XmlKind, xml: string): XmlConsoleEntry => ({
  ...{ type: 'element', order, time: 0, direction: 'in', kind, xml, cut: false },
})
const entries: readonly XmlConsoleEntry[] = [
  entry(1, 'iq', '<iq id="A1"/>'),
  { type: 'gap', order: 2, time: 0, count: 7 },
  entry(3, 'message', '<body>Añil</body>'),
  entry(4, 'message', '<body>b</body>'),
]
const found = (kind: XmlKind | 'all', text: string) => filterEntries(entries, { kind, text }).map(each => each.order)

test('kind and text narrow down, in any case; the gaps are there where nothing is left out', () => {
  expect(found('all', ' ')).toEqual([1, 2, 3, 4])
  expect(found('message', '')).toEqual([3, 4])
  expect(found('all', 'añIL')).toEqual([3])
  expect(found('iq', 'b')).toEqual([])
})

test.each([
  '<message from="a@b/&lt;c&gt;" type="chat">\n  <body>x = "y" / z\n&lt;b&gt;</body>\n  <a/>\n</message>',
  '<stream:stream xmlns="jabber:client" xmlns:stream="http://etherx.jabber.org/streams">',
  'no element',
  '',
])('the parts together are the text: %j', xml => {
  expect(
    xmlParts(xml)
      .map(part => part.text)
      .join(''),
  ).toBe(xml)
})

test('names, attributes, values and text have looks of their own', () => {
  const looks = xmlParts('<a b="c">d</a>').map(({ look, text }) => `${look} ${text}`)
  expect(looks).toEqual([
    ...['mark <', 'name a', 'attribute  b', 'mark =', 'value "c"', 'mark >'],
    ...['text d', 'mark </', 'name a', 'mark >'],
  ])
})

test('a long entry shows its beginning first', () => {
  expect(beginningOf('<a/>\n'.repeat(10))).toBeNull()
  expect(beginningOf('<a/>\n'.repeat(100))?.split('\n')).toHaveLength(24)
  expect(beginningOf('x'.repeat(50_000))).toHaveLength(3000)
})
