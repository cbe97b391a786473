import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createSplitter } from './stanza-splitter.ts'

const header = "<?xml version='1.0'?><stream:stream to='a' xmlns='jabber:client'>"

function split(
  chunks: readonly (string | Uint8Array)[],
  limits = { size: 200, depth: 4, elements: 20, attributes: 30, attributesOfOne: 5 },
): readonly string[] {
  const seen: string[] = []
  const splitter = createSplitter(
    {
      onHeader: text => seen.push(`header ${text}`),
      onStanza: text => {
        seen.push(text)
        if (text.startsWith('<proceed')) splitter.halt()
      },
      onSkipped: (reason, name) => seen.push(`${reason} ${name}`),
      onEnd: () => seen.push('end'),
    },
    limits,
  )
  for (const chunk of chunks) {
    const unread = splitter.write(typeof chunk === 'string' ? Buffer.from(chunk) : chunk)
    if (unread > 0) seen.push(`unread ${unread}`)
  }
  return seen
}

const afterHeader = (...chunks: readonly string[]) => split([header, ...chunks]).slice(1)

describe('createSplitter', () => {
  it('cuts a stream into header, stanzas and end', () => {
    expect(split([`${header}<a/> \n<b c='>'>t<d/></b></stream:stream>`])).toEqual([
      "header <stream:stream to='a' xmlns='jabber:client'>",
      '<a/>',
      "<b c='>'>t<d/></b>",
      'end',
    ])
  })

  it('gives the same for any way to cut the bytes', () => {
    const text = `${header} <a>ñ€😀<!-- <x> --><b c="/>" d='<'.length/>]]</a><?p <x> ?><e><![CDATA[<x>]]>&lt;</e><f g='1'/></stream:stream>`
    const bytes = Buffer.from(text.replace(` d='<'.length`, ''))
    const whole = split([bytes])
    expect(whole).toContain('<a>ñ€😀<b c="/>"/>]]</a>')
    expect(whole).toContain('<e><![CDATA[<x>]]>&lt;</e>')
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: bytes.length }), { maxLength: 12 }), cuts => {
        const points = [0, ...cuts.toSorted((a, b) => a - b), bytes.length]
        const chunks = points.slice(1).map((end, index) => bytes.subarray(points[index], end))
        expect(split(chunks)).toEqual(whole)
      }),
    )
    expect(split([...bytes].map(byte => Uint8Array.of(byte)))).toEqual(whole)
  })

  it('leaves out one stanza that is too large, wherever it is cut', () => {
    const large = `<message><body>${'x'.repeat(300)}</body></message>`
    expect(afterHeader(`<a/>${large}<b/>`)).toEqual(['<a/>', 'too-large message', '<b/>'])
    expect(afterHeader(...`<a/>${large}<b/>`)).toEqual(['<a/>', 'too-large message', '<b/>'])
  })

  it('leaves out one that is too deep, however deep', () => {
    const deep = (levels: number) => `${'<l>'.repeat(levels)}${'</l>'.repeat(levels)}`
    expect(afterHeader(`${deep(4)}${deep(5)}${deep(500)}<b/>`)).toEqual([deep(4), 'too-deep l', 'too-deep l', '<b/>'])
    expect(afterHeader(`<l><l><l><l><l/></l></l></l></l><b/>`)).toEqual(['too-deep l', '<b/>'])
  })

  it('leaves out one of too many elements, or with too many attributes on one', () => {
    const many = (elements: number) => `<l>${'<m/>'.repeat(elements - 1)}</l>`
    expect(afterHeader(`${many(20)}${many(21)}<b/>`)).toEqual([many(20), 'too-many-parts l', '<b/>'])
    expect(afterHeader(...`${many(20)}${many(21)}<b/>`)).toEqual([many(20), 'too-many-parts l', '<b/>'])
    const attributes = (count: number) =>
      `<l ${Array.from({ length: count }, (_, index) => `a${index}='=' `).join('')}/>`
    expect(afterHeader(`${attributes(5)}<k>${attributes(6)}</k><b/>`)).toEqual([
      attributes(5),
      'too-many-parts k',
      '<b/>',
    ])
  })

  it('stops where it is told to, and says how much it has not read', () => {
    expect(afterHeader('<proceed/>')).toEqual(['<proceed/>'])
    expect(afterHeader('<proceed/><b/>')).toEqual(['<proceed/>', 'unread 4'])
    expect(afterHeader('<proceed/>', '<b/>')).toEqual(['<proceed/>', 'unread 4'])
  })

  it('counts all the attributes of a stanza', () => {
    const five = "<m a='' b='' c='' d='' e=''/>"
    expect(afterHeader(`<l>${five.repeat(6)}</l><l>${five.repeat(6)}<m a=''/></l><b/>`)).toEqual([
      `<l>${five.repeat(6)}</l>`,
      'too-many-parts l',
      '<b/>',
    ])
  })

  it.each<[string, string, readonly string[]]>([
    ['a tag that closes another', '<a><c></a></c>', ['malformed a', 'malformed ']],
    ['a tag that is never closed', '<a><c><d></a>', ['malformed a']],
    ['a closing tag of nothing', '<a></c></a>', ['malformed a']],
    ['a closing tag of nothing between two stanzas', '</a>', ['malformed ']],
    ['text between stanzas', '<a/>hello', ['<a/>', 'malformed ']],
    ['a section of characters between stanzas', '<![CDATA[<a/>]]><a/>', ['malformed ', '<a/>']],
    ['a document type', '<!DOCTYPE a>', ['malformed ']],
    [
      'a document type with entities',
      `<!DOCTYPE a [<!ENTITY b "]><a/>"><!ENTITY c SYSTEM 'file:///'>]><a/>`,
      ['malformed ', '<a/>'],
    ],
    ['a declaration in a stanza', '<a><!ENTITY b "c"></a>', ['malformed a']],
    ['a tag inside a value', "<a><c d='<'/></a>", ['malformed a']],
    ['a value without end', "<a><c d='/></a><a><c d='/></a>", ['malformed a', 'malformed a']],
    ['a tag inside a tag', '<a><c <d/></c></a>', ['malformed a']],
    ['a tag inside the first tag', "<a c='<'/>", ['malformed ']],
    ['a tag without a name', '<a>< ></a>', ['malformed a']],
    ['a closing tag without a name', '<a></ ></a>', ['malformed a']],
    ['a tag without a name between two stanzas', '<>', ['malformed ']],
    ['a character that XML has not', '<a>\0</a><a>\uffff</a>', ['malformed a', 'malformed a']],
    ['another encoding', `latin1 ${Buffer.from("<a b='c'>x</a><a/>", 'utf16le').toString('latin1')}`, ['malformed ']],
    ['a text with a "<"', '<a>1 < 2 <3 <<- </a>', ['malformed a']],
    ['bytes that are no UTF-8', 'latin1 <a>\xff</a>', ['malformed a']],
    ['a character written with too many bytes', 'latin1 <a>\xc0\xbcc/></a>', ['malformed a']],
    ['half of a surrogate pair', 'latin1 <a>\xed\xa0\x80</a>', ['malformed a']],
    ['a second header', header, ['malformed ']],
    ['a deep end that is cut off', `<a>${'<c>'.repeat(9)}</a>`, ['too-deep a']],
  ])('leaves out %s, and is back in step', (_, text, expected) => {
    const bytes = text.startsWith('latin1 ') ? Buffer.from(text.slice(7), 'latin1') : Buffer.from(text)
    const all = Buffer.concat([Buffer.from(header), bytes, Buffer.from('<b/> <b/></stream:stream>')])
    expect(split([all]).slice(1)).toEqual([...expected, '<b/>', '<b/>', 'end'])
    expect(split([...all].map(byte => Uint8Array.of(byte))).slice(1)).toEqual([...expected, '<b/>', '<b/>', 'end'])
  })

  it('leaves out a stanza with a name without end', () => {
    const long = 'c'.repeat(2000)
    const limits = { size: 10_000, depth: 4, elements: 20, attributes: 30, attributesOfOne: 5 }
    expect(split([header, `<a><${long}/></a><a><${long}></${long}></a><b/>`], limits).slice(1)).toEqual([
      'malformed a',
      'malformed a',
      '<b/>',
    ])
  })

  it('never takes what is inside of a well-formed stanza for one', () => {
    const inner = "<message from='boss@mired.org'><body>forged</body></message>"
    const stream = "<stream:stream xmlns:stream='x'></stream:stream>"
    for (const text of [
      `<a>${inner}</a>`,
      `<a>${stream}</a>`,
      `<message>${inner}</message>`,
      `<a><!-- </a>${inner} --></a>`,
    ])
      expect(afterHeader(`${text}<b/>`)).toEqual([text.replace(/<!--.*-->/, ''), '<b/>'])
    const deep = (name: string) =>
      `<message>${`<${name}>`.repeat(9)}${inner}${`</${name}>`.repeat(9)}${inner}</message>`
    for (const name of ['c', 'message', 'stream:stream'])
      expect(afterHeader(`${deep(name)}<b/>`)).toEqual(['too-deep message', '<b/>'])
  })

  it('tells of what lies between two stanzas once', () => {
    expect(afterHeader('x'.repeat(500), '<>&</a>', ' y ', '<b/>', 'z')).toEqual(['malformed ', '<b/>', 'malformed '])
  })

  it('reads nothing behind the end', () => {
    expect(afterHeader('</stream:stream>\n<b/>', '<b/>')).toEqual(['end'])
    expect(afterHeader('<a></stream:stream><b/>', 'x')).toEqual(['end'])
  })

  it.each([
    ['without end', `<stream:stream a='${'x'.repeat(70_000)}'`],
    ['that is no UTF-8', Buffer.from("<stream:stream a='\xff'>", 'latin1')],
    ['behind a document type', '<!DOCTYPE stream:stream [<!ENTITY a "b">]><stream:stream>'],
    ['behind another mark of its encoding', Buffer.from('<stream:stream>', 'utf16le')],
    ['in a tag', '<stream:stream <a/>'],
    ['that closes', '</stream:stream>'],
  ])('refuses a header %s', (_, text) => {
    expect(() => split([text])).toThrowError(expect.objectContaining({ code: 'stream-error' }))
  })

  it.each([['HTTP/1.1 400 Bad Request'], ['<html/>'], [Uint8Array.of(0x15, 0x03, 0x01)]])(
    'refuses %s as a header',
    text => {
      expect(() => split([text])).toThrowError(expect.objectContaining({ code: 'stream-error' }))
    },
  )
})
