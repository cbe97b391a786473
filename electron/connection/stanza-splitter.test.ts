import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createSplitter } from './stanza-splitter.ts'

const header = "<?xml version='1.0'?><stream:stream to='a' xmlns='jabber:client'>"

function split(
  chunks: readonly (string | Uint8Array)[],
  limits = { size: 200, depth: 4, elements: 20, attributes: 5 },
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

  it.each([
    ['a tag that closes another', '<a><b></a></b>'],
    ['text between stanzas', '<a/>hello'],
    ['a document type', '<!DOCTYPE a>'],
    ['a tag inside a tag', "<a b='<'/>"],
    ['a tag inside a tag', '<a <b/>'],
    ['a tag without a name', '<a></ ></a>'],
    ['a name without end', `<${'a'.repeat(2000)}`],
  ])('refuses %s', (_, text) => {
    expect(() => afterHeader(text)).toThrowError(expect.objectContaining({ code: 'stream-error' }))
    expect(() => afterHeader(...text)).toThrowError(expect.objectContaining({ code: 'stream-error' }))
  })

  it.each([['HTTP/1.1 400 Bad Request'], ['<html/>'], [Uint8Array.of(0x15, 0x03, 0x01)]])(
    'refuses %s as a header',
    text => {
      expect(() => split([text])).toThrowError(expect.objectContaining({ code: 'stream-error' }))
    },
  )
})
