import { expect, test } from 'vitest'
import { parseElement } from './element.ts'
import { prepareBareJid } from './jid.ts'
import { buildOriginId, originIdOf, stanzaIdOf } from './stanza-id.ts'

const ana = prepareBareJid('ana@mired.org')
const message = (inside: string) => parseElement(`<message xmlns="jabber:client">${inside}</message>`)
const stanzaId = (id: string, by: string) => `<stanza-id xmlns="urn:xmpp:sid:0" id="${id}" by="${by}"/>`

test('an origin-id is what was built', () => {
  expect(originIdOf(message(String(buildOriginId('a"<1>'))))).toBe('a"<1>')
})

test.each([
  ['none', ''],
  ['an empty one', '<origin-id xmlns="urn:xmpp:sid:0" id=""/>'],
  ['one without id', '<origin-id xmlns="urn:xmpp:sid:0"/>'],
  ['another namespace', '<origin-id xmlns="urn:xmpp:sid:1" id="a"/>'],
  ['one without end', `<origin-id xmlns="urn:xmpp:sid:0" id="${'a'.repeat(1025)}"/>`],
])('no origin-id: %s', (_, inside) => expect(originIdOf(message(inside))).toBeNull())

test.each([
  ['of our account', stanzaId('7', 'ana@mired.org'), '7'],
  ['of our account, written otherwise', stanzaId('7', 'ANA@mired.org'), '7'],
  ['of others beside it', stanzaId('6', 'sala@conference.mired.org') + stanzaId('7', 'ana@mired.org'), '7'],
  ['twice the same', stanzaId('7', 'ana@mired.org') + stanzaId('7', 'ana@mired.org'), '7'],
  ['of others only', stanzaId('6', 'bob@mired.org'), null],
  ['of one of our windows', stanzaId('6', 'ana@mired.org/x'), null],
  ['of nobody', '<stanza-id xmlns="urn:xmpp:sid:0" id="6"/>', null],
  ['of no possible address', stanzaId('6', '@'), null],
  ['that contradict each other', stanzaId('6', 'ana@mired.org') + stanzaId('7', 'ana@mired.org'), null],
])('a stanza-id %s', (_, inside, expected) => expect(stanzaIdOf(message(inside), ana)).toBe(expected))
