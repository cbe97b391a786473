import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, test } from 'vitest'
import { parseElement } from '../../stanza/element.ts'
import { contentOf } from './content.ts'

const content = (text: string) => {
  const { body, extra, offer } = contentOf(parseElement(text))
  return { body, ...extra.unsupported, ...(offer !== null && { offer }) }
}
const fixture = (name: string) =>
  content(readFileSync(join(import.meta.dirname, 'fixtures', `${name}.xml`), 'utf8').trim())
const message = (inner: string) => content(`<message from="b@c" id="m">${inner}</message>`)
const nothing = { body: '' }

describe('OTR', () => {
  it.each([
    [
      '?OTRv23?\n&lt;b&gt;bob@c&lt;/b&gt; has requested a &lt;a href="x"&gt;private&lt;/a&gt; talk.',
      'bob@c has requested a private talk.',
    ],
    ['?OTR?', ''],
    ['?OTR?v2?', ''],
    ['?OTRv2?', ''],
    ['?OTR Error: You sent encrypted data', 'You sent encrypted data'],
  ])('%s is asked for', (given, body) => {
    expect(message(`<body>${given}</body>`)).toEqual({ body, what: 'otr', name: null, size: null })
  })

  it.each(['?OTR:AAMDJ+MVmSfjFZcAAAAA.', '?OTR,1,3,?OTR:AAMD,', '?OTR|5a73a599|27e31597,00001,00003,?OTR:AAMD,'])(
    '%s is encrypted by it',
    body => expect(message(`<body>${body}</body>`)).toEqual({ body: '', what: 'encrypted', name: 'OTR', size: null }),
  )

  it.each(['What is ?OTR?', 'OTR?', '?OTRmal', '?'])('%s is words', body => {
    expect(message(`<body>${body}</body>`)).toEqual({ body })
  })
})

describe('encryption', () => {
  it('OMEMO with what its sender says to others', () => {
    expect(fixture('omemo-with-fallback')).toEqual({ body: 'cifrado', what: 'encrypted', name: 'OMEMO', size: null })
  })

  it.each([
    ['<encrypted xmlns="urn:xmpp:omemo:2"><header/><payload>A</payload></encrypted>', 'OMEMO'],
    ['<openpgp xmlns="urn:xmpp:openpgp:0">A</openpgp>', 'OpenPGP'],
    ['<x xmlns="jabber:x:encrypted">A</x>', 'OpenPGP'],
    ['<encryption xmlns="urn:xmpp:eme:0" namespace="urn:x" name="New &lt;b&gt;"/><body>a</body>', 'New <b>'],
    ['<encryption xmlns="urn:xmpp:eme:0" namespace="urn:x"/><body>a</body>', 'urn:x'],
    // The name is the sender's word; what we know is known.
    ['<encryption xmlns="urn:xmpp:eme:0" namespace="urn:xmpp:otr:0" name="Nothing"/><body>a</body>', 'OTR'],
  ])('%s', (inner, name) => expect(message(inner)).toMatchObject({ what: 'encrypted', name }))

  it.each([
    '<encrypted xmlns="eu.siacs.conversations.axolotl"><header sid="1"/></encrypted>',
    '<encryption xmlns="urn:xmpp:eme:0" namespace="eu.siacs.conversations.axolotl"/>',
  ])('%s: keys alone are nothing to be read', inner => expect(message(inner)).toEqual(nothing))
})

test.each([
  [
    '<propose xmlns="urn:xmpp:jingle-message:0" id="c1"><description xmlns="urn:xmpp:jingle:apps:rtp:1" media="audio"/></propose>',
    'call',
    'jingle c1',
  ],
  [
    '<propose xmlns="urn:xmpp:jingle-message:0" id="c1"><description xmlns="urn:xmpp:jingle:apps:rtp:1" media="audio"/><description xmlns="urn:xmpp:jingle:apps:rtp:1" media="video"/></propose>',
    'video-call',
    'jingle c1',
  ],
  ['<invite xmlns="urn:xmpp:call-invites:0" video="true"/>', 'video-call', 'invite m'],
])('a call: %s', (inner, what, offer) => {
  expect(message(inner)).toEqual({ body: '', what, name: null, size: null, offer })
})

test.each(['accept', 'retract', 'reject', 'proceed', 'finish'])('%s of a call says nothing', name => {
  expect(message(`<${name} xmlns="urn:xmpp:jingle-message:0" id="c1"/>`)).toEqual(nothing)
})

test('attention alone is said, with words it is theirs', () => {
  expect(fixture('attention')).toEqual({ body: '', what: 'attention', name: null, size: null })
  expect(message('<attention xmlns="urn:xmpp:attention:0"/><body>eh</body>')).toEqual({ body: 'eh' })
  expect(message('<attention xmlns="urn:x"/>')).toEqual(nothing)
})

test('a link stays where it is, or is the words', () => {
  expect(message('<body>https://a/b</body><x xmlns="jabber:x:oob"><url>https://a/b</url></x>')).toEqual({
    body: 'https://a/b',
  })
  expect(message('<x xmlns="jabber:x:oob"><url>https://a/b</url></x>')).toEqual({ body: 'https://a/b' })
})

describe('addresses beside the body', () => {
  const beside = (...urls: readonly string[]) =>
    urls.map(url => `<x xmlns="jabber:x:oob"><url>${url}</url><desc>a</desc></x>`).join('')
  const body = (text: string, ...urls: readonly string[]) => message(`<body>${text}</body>${beside(...urls)}`).body

  it('are not lost to the words that are said of them', () => {
    expect(body('Yeah, but do you have a license?', 'http://a.test/license.jpg')).toBe(
      'Yeah, but do you have a license?\nhttp://a.test/license.jpg',
    )
    expect(body('Look: https://a.test/x.png', 'https://a.test/x.png')).toBe('Look: https://a.test/x.png')
  })

  it('are all there where there are several', () => {
    expect(body('https://a.test/1.png', 'https://a.test/1.png', 'https://a.test/2.png', 'https://a.test/2.png')).toBe(
      'https://a.test/1.png\nhttps://a.test/2.png',
    )
    expect(body('', 'https://a.test/1.png', 'xmpp:b@c')).toBe('https://a.test/1.png\nxmpp:b@c')
    expect(body('', ...Array.from({ length: 500 }, (_, each) => `https://a.test/${each}`)).split('\n')).toHaveLength(10)
  })

  it('are a file however they are written', () => {
    const same = '<body>https://A.test/año.png</body><x xmlns="jabber:x:oob"><url>https://a.test/a%C3%B1o.png</url></x>'
    const { extra } = contentOf(parseElement(`<message from="b@c">${same}</message>`))
    expect(extra.file).toMatchObject({ name: 'año.png', kind: 'picture' })
  })

  it('of what is encrypted stay text', () => {
    const url = 'aesgcm://a.test/x.png#00'
    const { body, extra } = contentOf(parseElement(`<message from="b@c"><body>${url}</body>${beside(url)}</message>`))
    expect([body, extra]).toEqual([url, {}])
  })
})
