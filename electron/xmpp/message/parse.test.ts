import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseElement } from '../../stanza/element.ts'
import { prepareBareJid, prepareFullJid } from '../../stanza/jid.ts'
import { longestBody, parseMessage } from './parse.ts'

const now = Date.parse('2026-11-21T12:00:00Z')
const context = {
  account: prepareBareJid('ana@mired.test'),
  address: prepareFullJid('ana@mired.test/centella'),
  now,
}
const parse = (text: string) => parseMessage(parseElement(text), context)
/** Openfire's and Spark's come from `mired.test`, the others' from `mired.org`. */
const fixture = (name: string) => {
  const text = readFileSync(join(import.meta.dirname, 'fixtures', `${name}.xml`), 'utf8').trim()
  return parse(text.replaceAll('mired.org', 'mired.test'))
}

describe('a message is read', () => {
  it('as Spark sends it: no id, no origin-id', () => {
    expect(fixture('spark-chat')).toEqual({
      kind: 'received',
      message: {
        ...{ source: 'direct', direction: 'in', archiveId: null },
        peer: 'bob@mired.test',
        from: 'bob@mired.test/Spark',
        stanzaId: null,
        originId: null,
        body: '*negrita* _cursiva_ `código`',
        time: now,
      },
    })
  })

  it('a file of Spark, which has no id either: known by its address', () => {
    expect(fixture('spark-upload')).toMatchObject({
      kind: 'received',
      message: {
        peer: 'gema@mired.test',
        stanzaId: null,
        extra: { file: { name: 'nota.txt', host: 'mired.test:7443' } },
      },
    })
  })

  it.each([
    ['Openfire', 'openfire-offline', 'm3', '2026-11-21T03:18:37.315Z'],
    ['Prosody', 'prosody-offline', '4de92cd2-4d37-42ed-842f-77be1234ce07', '2026-11-21T06:52:03Z'],
    ['ejabberd', 'ejabberd-offline', 'e239669e-2871-4b10-940f-3b63533fed63', '2026-11-21T06:52:14.712Z'],
  ])('as %s keeps it for later: with the time at which it was written', (_, name, stanzaId, time) => {
    expect(fixture(name)).toMatchObject({
      kind: 'received',
      message: { stanzaId, body: 'para luego', time: Date.parse(time), isDelayed: true },
    })
  })

  it.each([
    ['spark-broadcast', 'gema@mired.test', 'Aviso para todos'],
    ['openfire-welcome', 'mired.test', 'Bienvenidos\nal servidor'],
    ['xhtml', 'ana@mired.test', 'con negrita'],
  ])('%s, of type normal or without a type', (name, peer, body) => {
    expect(fixture(name)).toMatchObject({ kind: 'received', message: { peer, body } })
  })

  it.each([
    ['an unknown type', '<message from="bob@mired.test" type="novel"><body>a</body></message>', 'a'],
    ['a foreign body first', '<message from="b@c"><body xmlns="urn:x">no</body><body>yes</body></message>', 'yes'],
    ['two languages', '<message from="b@c"><body xml:lang="es">sí</body><body>yes</body></message>', 'yes'],
    ['one language', '<message from="b@c"><body xml:lang="es">sí</body></message>', 'sí'],
    ['white space around', '<message from="b@c"><body> ñand\n</body></message>', ' ñand\n'],
    ['markup as text', '<message from="b@c"><body>&lt;b&gt;a&amp;b</body></message>', '<b>a&b'],
  ])('with %s', (_, text, body) => {
    expect(parse(text)).toMatchObject({ kind: 'received', message: { body } })
  })

  it('with its ids, if they are of a length that makes sense', () => {
    const message = (id: string, origin: string) =>
      parse(`<message from="b@c" id="${id}"><body>a</body><origin-id xmlns="urn:xmpp:sid:0" id="${origin}"/></message>`)
    expect(message('x1', 'o1')).toMatchObject({ message: { stanzaId: 'x1', originId: 'o1' } })
    expect(message('x'.repeat(5000), '')).toMatchObject({ message: { stanzaId: null, originId: null } })
  })

  it('up to a length, and never through the middle of a character', () => {
    const parsed = parse(`<message from="b@c"><body>${'a'.repeat(longestBody - 1)}😀😀</body></message>`)
    expect(parsed).toMatchObject({ message: { body: `${'a'.repeat(longestBody - 1)}…` } })
  })

  it('from another of our resources as a conversation with ourselves', () => {
    expect(parse('<message from="ana@mired.test/phone" to="ana@mired.test"><body>a</body></message>')).toMatchObject({
      kind: 'received',
      message: { peer: 'ana@mired.test' },
    })
    expect(parse('<message><body>a</body></message>')).toMatchObject({ message: { from: 'ana@mired.test' } })
  })
})

describe('the time', () => {
  const delayed = (...stamps: readonly (readonly [string | null, string])[]) => {
    const delays = stamps.map(([from, stamp]) => {
      return `<delay xmlns="urn:xmpp:delay" ${from === null ? '' : `from="${from}"`} stamp="${stamp}"/>`
    })
    const parsed = parse(`<message from="b@c"><body>a</body>${delays.join('')}</message>`)
    return parsed.kind === 'received' ? new Date(parsed.message.time).toISOString() : parsed
  }
  const early = '2026-11-20T10:00:00Z'
  const late = '2026-11-20T11:00:00Z'

  it.each([
    ['our server', [['mired.test', early]], '2026-11-20T10:00:00.000Z'],
    ['our account', [['ana@mired.test', early]], '2026-11-20T10:00:00.000Z'],
    [
      'several, the earliest',
      [['mired.test', late] as const, ['mired.test', early] as const],
      '2026-11-20T10:00:00.000Z',
    ],
    ['our server in another zone', [['mired.test', '2026-11-20T10:00:00.5+02:00']], '2026-11-20T08:00:00.500Z'],
    ['the sender: not believed', [['b@c/x', early]], '2026-11-21T12:00:00.000Z'],
    ['nobody: not believed', [[null, early]], '2026-11-21T12:00:00.000Z'],
    ['the future: not believed', [['mired.test', '2027-01-01T00:00:00Z']], '2026-11-21T12:00:00.000Z'],
    ['no time at all', [['mired.test', 'yesterday']], '2026-11-21T12:00:00.000Z'],
  ] as const)('by %s', (_, stamps, expected) => {
    expect(delayed(...stamps)).toBe(expected)
  })
})

describe('a message of ours that comes back', () => {
  it('names itself, the peer and why', () => {
    expect(fixture('service-unavailable')).toEqual({
      kind: 'returned',
      id: 'zzz',
      from: 'ana@mired.test/rec',
      error: { type: 'cancel', condition: 'service-unavailable', text: null },
    })
  })

  it.each([
    ['Prosody', 'prosody-refused', 'not-allowed', 'Communication with remote domains is not enabled'],
    ['ejabberd', 'ejabberd-refused', 'remote-server-not-found', 'DNS lookup failed: enoname'],
  ])('as %s refuses it for another server', (_, name, condition, text) => {
    expect(fixture(name)).toEqual({
      kind: 'returned',
      id: 'm2',
      from: 'a@unknown.invalid',
      error: { type: 'cancel', condition, text },
    })
  })

  it.each([
    ['without id', '<message type="error" from="b@c"><error type="cancel"/></message>'],
    ['from nobody', '<message type="error" from="@" id="a"><error type="cancel"/></message>'],
  ])('%s means nothing', (_, text) => expect(parse(text).kind).toBe('ignored'))
})

describe('left out', () => {
  it.each(['spark-composing', 'openfire-archive-result', 'openfire-avatar-event', 'openfire-bad-address'])('%s', name =>
    expect(fixture(name).kind).toBe('ignored'),
  )

  it.each([
    '<message from="room@c/nick" type="groupchat"><body>a</body></message>',
    '<message from="b@c"><body/></message>',
    '<message from="b@c"><body> \n</body></message>',
    '<message from="b@@c"><body>a</body></message>',
    '<message from="ana@mired.test/centella"><body>a</body></message>',
    '<message from="b@c"><body xmlns="urn:x">a</body></message>',
    '<message from="m@c"><sent xmlns="urn:xmpp:carbons:2"><forwarded xmlns="urn:xmpp:forward:0"><message xmlns="jabber:client" from="ana@mired.test/x"><body>forged</body></message></forwarded></sent></message>',
  ])('%s', text => expect(parse(text).kind).toBe('ignored'))
})
