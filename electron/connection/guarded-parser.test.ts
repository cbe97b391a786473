import { describe, expect, it } from 'vitest'
import { silentLog } from '../core/ports/index.ts'
import type { Element } from '../stanza/element.ts'
import { createGuardedParser } from './guarded-parser.ts'

const header = "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' from='mired.org'>"

function parse(...chunks: readonly (string | Uint8Array)[]) {
  const elements: Element[] = []
  const warnings: string[] = []
  let root: Element | null = null
  let ended = false
  const parser = createGuardedParser({ ...silentLog, warn: message => warnings.push(message) })
  parser.on('start', element => {
    root = element
  })
  parser.on('element', element => elements.push(element))
  parser.on('end', () => {
    ended = true
  })
  for (const chunk of [header, ...chunks]) parser.write(Buffer.from(chunk as string))
  return { elements, texts: elements.map(element => element.toString()), warnings, root: root as Element | null, ended }
}

describe('createGuardedParser', () => {
  it('gives elements that know the namespaces of the stream', () => {
    const { root, elements, ended } = parse('<message/><stream:features/></stream:stream>')
    expect(root?.attrs.from).toBe('mired.org')
    expect(elements.map(element => element.getNS())).toEqual(['jabber:client', 'http://etherx.jabber.org/streams'])
    expect(ended).toBe(true)
  })

  it('keeps characters whole that packets cut', () => {
    const bytes = Buffer.from('<message><body>ñ😀</body></message>')
    for (let cut = 1; cut < bytes.length; cut++) {
      const { elements } = parse(bytes.subarray(0, cut), bytes.subarray(cut))
      expect(elements[0]?.getChildText('body')).toBe('ñ😀')
    }
  })

  it.each([
    ['an entity that XML does not know', '<message><body>&nbsp;</body></message>'],
    ['a character that XML forbids', '<message><body>&#1;</body></message>'],
    ['an entity in an attribute', "<message a='&x;'/>"],
    ['an attribute without quotes', '<message a=b></message>'],
    ['a slash in the middle of a tag', "<message / a='1'></message>"],
  ])('leaves out a stanza with %s and goes on', (_, bad) => {
    const { texts, warnings } = parse(`<a/>${bad}<b/>`, '<c/>')
    expect(texts).toEqual(['<a/>', '<b/>', '<c/>'])
    expect(warnings).toHaveLength(1)
  })

  it('leaves out 5 MiB and a depth of 100, and goes on', () => {
    const large = `<message><body>${'x'.repeat(5 * 1024 * 1024)}</body></message>`
    const { texts, warnings } = parse('<a/>', large, `${'<x>'.repeat(100)}${'</x>'.repeat(100)}`, '<b/>')
    expect(texts).toEqual(['<a/>', '<b/>'])
    expect(warnings).toHaveLength(2)
  })

  it.each([
    ['elements', `<message>${'<a/>'.repeat(1_000_000)}</message>`],
    ['attributes', `<message ${Array.from({ length: 300_000 }, (_, index) => `a${index}=''`).join(' ')}/>`],
  ])('leaves out 4 MB of %s, without a long stop', (_, large) => {
    const bytes = Buffer.from(large)
    const pieces = Array.from({ length: Math.ceil(bytes.length / 65_536) }, (_, index) =>
      bytes.subarray(index * 65_536, (index + 1) * 65_536),
    )
    const { texts, warnings } = parse('<a/>', ...pieces, '<b/>')
    expect(texts).toEqual(['<a/>', '<b/>'])
    expect(warnings).toEqual(['a stanza was left out'])
  })

  it('takes 4 MiB less the tags, in small pieces, in linear time', () => {
    const body = 'x'.repeat(4 * 1024 * 1024 - 100)
    const bytes = Buffer.from(`<message><body>${body}</body></message>`)
    const pieces = Array.from({ length: Math.ceil(bytes.length / 1400) }, (_, index) =>
      bytes.subarray(index * 1400, (index + 1) * 1400),
    )
    // Of the processor: others may be using it, too.
    const before = process.cpuUsage().user
    const { elements } = parse(...pieces)
    expect(elements[0]?.getChildText('body')).toHaveLength(body.length)
    expect((process.cpuUsage().user - before) / 1000).toBeLessThan(2000)
  })
})
