import { expect, test } from 'vitest'
import { parseElement } from './element.ts'
import { buildStanzaError, parseStanzaError } from './stanza-error.ts'

const own = 'xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"'
const parse = (error: string) =>
  parseStanzaError(parseElement(`<iq type="error" id="a"><query xmlns="q"/>${error}</iq>`))

test.each([
  [
    'Openfire, with text',
    `<error code="403" type="auth"><forbidden ${own}/><text ${own}>You are not allowed.</text></error>`,
    { type: 'auth', condition: 'forbidden', text: 'You are not allowed.' },
  ],
  [
    'ejabberd, the application condition first',
    `<error code="406" type="modify"><file-too-large xmlns="urn:xmpp:http:upload:0"/><text xml:lang="en" ${own}>Too large</text><not-acceptable ${own}/></error>`,
    { type: 'modify', condition: 'not-acceptable', text: 'Too large' },
  ],
  ['an unknown type', `<error type="x"><gone ${own}/></error>`, { type: 'cancel', condition: 'gone', text: null }],
  [
    'a foreign condition only',
    '<error type="wait"><busy xmlns="x"/></error>',
    { type: 'wait', condition: 'undefined-condition', text: null },
  ],
  ['an empty child', '<error/>', { type: 'cancel', condition: 'undefined-condition', text: null }],
  ['no child', '', { type: 'cancel', condition: 'undefined-condition', text: null }],
] as const)('%s', (_, text, expected) => expect(parse(text)).toEqual(expected))

test('what we build is what we read', () => {
  const error = buildStanzaError('cancel', 'item-not-found')
  expect(parse(error.toString())).toEqual({ type: 'cancel', condition: 'item-not-found', text: null })
})
