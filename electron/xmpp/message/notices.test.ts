import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseElement } from '../../stanza/element.ts'
import { prepareBareJid, prepareFullJid } from '../../stanza/jid.ts'
import { parseArchived, parseMessage } from './parse.ts'

const context = {
  account: prepareBareJid('felix@mired.test'),
  address: prepareFullJid('felix@mired.test/centella'),
  now: Date.parse('2026-11-21T12:00:00Z'),
}
const parse = (text: string, source: 'direct' | 'carbon' = 'direct') =>
  parseMessage(parseElement(text), { ...context, source })
const fixture = (name: string) =>
  parse(readFileSync(join(import.meta.dirname, 'fixtures', `${name}.xml`), 'utf8').trim())
/** What the store and the window make of it. */
const read = (parsed: ReturnType<typeof parse>) => {
  if (parsed.kind !== 'received') return parsed.kind
  const { peer, body, extra = {}, isGreeting = false } = parsed.message
  return { peer, body, ...extra, isGreeting }
}

describe('a notice', () => {
  it.each([
    [
      'openfire-welcome',
      {
        peer: 'mired.test',
        subject: 'Message of the Day',
        body: 'Bienvenidos\nal servidor',
        isGreeting: true,
      },
    ],
    ['openfire-announcement', { peer: 'mired.test', body: 'Mantenimiento\na las 20:00', isGreeting: false }],
    [
      'openfire-broadcast',
      {
        peer: 'mired.test',
        subject: 'Aviso',
        body: 'A todos',
        relay: { by: 'admin@mired.test', to: 'all' },
        isGreeting: false,
      },
    ],
  ])('%s', (name, expected) => expect(read(fixture(name))).toEqual(expected))

  it('of another server is that of the other server', () => {
    expect(read(parse('<message from="evil.example"><subject>mired.test</subject><body>a</body></message>'))).toEqual({
      ...{ peer: 'evil.example', subject: 'mired.test', body: 'a', isGreeting: true },
    })
  })

  it('may be a heading alone', () => {
    expect(read(parse('<message from="mired.test"><subject>Stop</subject></message>'))).toEqual({
      ...{ peer: 'mired.test', body: 'Stop', isGreeting: true },
    })
  })

  it('that somebody else broadcasts comes out of the archive, too', () => {
    const message = '<message from="eva@mired.test/1" to="all@broadcast.mired.test"><body>a</body></message>'
    const archived = parseArchived(parseElement(message), { id: '7', time: 5 }, context)
    expect(archived).toMatchObject({ peer: 'mired.test', extra: { relay: { by: 'eva@mired.test', to: 'all' } } })
  })
})

describe('no notice of our server', () => {
  it.each([
    ['a headline of somebody', 'type="headline" from="eva@evil.example"', 'eva@evil.example'],
    ['a name that looks so', 'from="mired.test@evil.example"', 'mired.test@evil.example'],
    ['a domain that ends so', 'from="eva@evil.example" to="all@not-mired.test"', 'eva@evil.example'],
    ['a domain that holds it', 'from="eva@evil.example" to="all@x.mired.test.evil.example"', 'eva@evil.example'],
    ['a list elsewhere', 'from="eva@evil.example" to="list@evil.example"', 'eva@evil.example'],
    ['what came to us', 'from="eva@evil.example" to="felix@mired.test/dead"', 'eva@evil.example'],
    ['no address', 'from="eva@evil.example" to="@@"', 'eva@evil.example'],
  ])('%s', (_, attributes, peer) => {
    const read = parse(`<message ${attributes}><subject>Notice</subject><body>a</body></message>`)
    expect(read).toMatchObject({ message: { peer, extra: { subject: 'Notice' } } })
    expect(read).not.toHaveProperty('message.isGreeting')
    expect(read).not.toHaveProperty('message.extra.relay')
  })

  it('what we have written ourselves to an address of our server', () => {
    const sent = '<message from="felix@mired.test/phone" to="bob@mired.test"><body>a</body></message>'
    expect(parse(sent, 'carbon')).toMatchObject({ message: { peer: 'bob@mired.test', direction: 'out' } })
  })

  it.each([
    '<message from="mired.test"><body/></message>',
    '<message from="room@conference.mired.test/a" type="groupchat"><subject>a</subject></message>',
    '<message from="eva@evil.example"><subject>a</subject></message>',
    '<message type="headline" from="pubsub.mired.test"><body>a</body><event xmlns="http://jabber.org/protocol/pubsub#event"/></message>',
  ])('%s', text => expect(read(parse(text))).toBe('ignored'))
})

it('of contacts, alerts and broadcasts are messages in their conversation', () => {
  expect(read(fixture('spark-alert'))).toEqual({ peer: 'gema@mired.test', body: 'Alerta', isGreeting: false })
  expect(read(fixture('spark-broadcast'))).toMatchObject({ peer: 'gema@mired.test', body: 'Aviso para todos' })
})

describe('a heading is text, in one line', () => {
  it.each([
    ['markup', '&lt;b onclick=x&gt;a&lt;/b&gt;', '<b onclick=x>a</b>'],
    ['the direction turned', 'a\u202Ecba', 'acba'],
    ['lines', 'a\n\n b', 'a b'],
    ['without end', 'a'.repeat(5_000_000), 'a'.repeat(200)],
  ])('%s', (_, given, subject) => {
    expect(parse(`<message from="mired.test"><subject>${given}</subject><body>a</body></message>`)).toMatchObject({
      message: { extra: { subject } },
    })
  })
})
