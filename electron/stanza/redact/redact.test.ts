import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Element, parseElement, xml } from '../element.ts'
import { printElement } from './print-element.ts'
import { redact } from './redact.ts'

/** Holds what could end or split a word in any of the carriers. */
const secret = 'S3cr3t+Ünïque/9f8e7d6c5b4a=='

const xdata = 'jabber:x:data'
const upload = 'urn:xmpp:http:upload:0'
const sasl = 'urn:ietf:params:xml:ns:xmpp-sasl'
const sasl2 = 'urn:xmpp:sasl:2'
const field = (attrs: Record<string, string>, value: string) => xml('field', attrs, xml('value', {}, value))
const form = (...fields: readonly Element[]) => xml('x', { xmlns: xdata, type: 'submit' }, ...fields)
const inQuery = (name: string) => (value: string) =>
  xml('x', { xmlns: 'jabber:x:oob' }, xml('url', {}, `https://files.mired.org/f?${name}=${encodeURIComponent(value)}`))

/** Everything that can carry a secret, by the specification that defines it. */
const carriers: Readonly<Record<string, (value: string) => Element>> = {
  'SASL auth': value => xml('auth', { xmlns: sasl, mechanism: 'PLAIN' }, value),
  'SASL challenge': value => xml('challenge', { xmlns: sasl }, value),
  'SASL response': value => xml('response', { xmlns: sasl }, value),
  'SASL success': value => xml('success', { xmlns: sasl }, value),
  'SASL with a prefix': value => xml('s:auth', { 'xmlns:s': sasl }, value),
  'SASL2 initial response': value =>
    xml('authenticate', { xmlns: sasl2, mechanism: 'PLAIN' }, xml('initial-response', {}, value)),
  'SASL2 second initial response': value =>
    xml('authenticate', sasl2, xml('initial-response', {}, 'x'), xml('initial-response', {}, value)),
  'SASL2 challenge': value => xml('challenge', { xmlns: sasl2 }, value),
  'SASL2 response': value => xml('response', { xmlns: sasl2 }, value),
  'SASL2 success': value => xml('success', { xmlns: sasl2 }, xml('additional-data', {}, value)),
  'SASL2 continue': value =>
    xml('continue', { xmlns: sasl2 }, xml('additional-data', {}, value), xml('tasks', {}, xml('task', {}, 'UPGR'))),
  'SASL2 task': value => xml('task-data', { xmlns: sasl2 }, xml('hash', 'urn:xmpp:scram-upgrade:0', value)),
  'FAST token': value => xml('token', { xmlns: 'urn:xmpp:fast:0', token: value, expiry: '2030-01-01T00:00:00Z' }),
  'FAST token as text': value => xml('token', { xmlns: 'urn:xmpp:fast:0' }, value),
  'component handshake': value => xml('handshake', 'jabber:component:accept', value),
  'resumption asked': value => xml('resume', { xmlns: 'urn:xmpp:sm:3', previd: value, h: '1' }),
  'resumption granted': value => xml('resumed', { xmlns: 'urn:xmpp:sm:3', previd: value, h: '1' }),
  'resumption offered': value => xml('enabled', { xmlns: 'urn:xmpp:sm:3', id: value, resume: 'true' }),
  'registration password': value => xml('query', 'jabber:iq:register', xml('password', {}, value)),
  'registration key': value => xml('query', 'jabber:iq:register', xml('key', {}, value)),
  'jabber:iq:auth password': value => xml('query', 'jabber:iq:auth', xml('password', {}, value)),
  'jabber:iq:auth digest': value => xml('query', 'jabber:iq:auth', xml('digest', {}, value)),
  'jabber:iq:auth hash': value => xml('query', 'jabber:iq:auth', xml('hash', {}, value)),
  'pre-authorisation': value => xml('preauth', { xmlns: 'urn:xmpp:pars:0', token: value }),
  'room password': value => xml('x', 'http://jabber.org/protocol/muc', xml('password', {}, value)),
  'mediated invitation': value => xml('x', 'http://jabber.org/protocol/muc#user', xml('password', {}, value)),
  'direct invitation': value => xml('x', { xmlns: 'jabber:x:conference', jid: 'r@c.mired.org', password: value }),
  'room that is destroyed': value =>
    xml('query', 'http://jabber.org/protocol/muc#owner', xml('destroy', {}, xml('password', {}, value))),
  'room configuration': value =>
    xml('query', 'http://jabber.org/protocol/muc#owner', form(field({ var: 'muc#roomconfig_roomsecret' }, value))),
  'bookmark (0048)': value =>
    xml('storage', 'storage:bookmarks', xml('conference', { jid: 'r@c.mired.org' }, xml('password', {}, value))),
  'bookmark (0402)': value => xml('conference', { xmlns: 'urn:xmpp:bookmarks:1' }, xml('password', {}, value)),
  'private field': value => form(field({ type: 'text-private', var: 'a' }, value)),
  'private field of several values': value =>
    xml('field', { type: 'text-private', var: 'a' }, xml('value', {}, 'x'), xml('value', {}, value)),
  'password without a type': value => form(field({ var: 'password' }, value)),
  'repeated password': value => form(field({ var: 'password-verify' }, value)),
  'field of a push service': value => form(field({ var: 'secret' }, value)),
  'field that is called a password': value => form(field({ var: 'f3', label: 'Your password' }, value)),
  'column of results': value =>
    xml(
      'x',
      { xmlns: xdata, type: 'result' },
      xml('item', {}, field({ var: 'c1' }, value)),
      xml('reported', {}, xml('field', { var: 'c1', type: 'text-private' })),
    ),
  'upload header': value =>
    xml('slot', upload, xml('put', { url: 'https://u.mired.org/f' }, xml('header', { name: 'Authorization' }, value))),
  'upload cookie': value => xml('slot', upload, xml('put', {}, xml('header', { name: 'Cookie' }, `a=${value}`))),
  'upload expiry': value => xml('slot', upload, xml('put', {}, xml('header', { name: 'Expires' }, value))),
  'upload path': value => xml('slot', upload, xml('put', { url: `https://u.mired.org/${value}/f.png` })),
  'upload query': value => xml('slot', upload, xml('put', { url: `https://u.mired.org/f.png?v=${value}` })),
  'upload user': value =>
    xml('slot', upload, xml('put', { url: `https://ana:${encodeURIComponent(value)}@u.mired.org/f` })),
  'download path': value => xml('slot', upload, xml('get', { url: `https://u.mired.org/${value}/f.png` })),
  'upload path as text': value => xml('slot', upload, xml('put', {}, `https://u.mired.org/${value}/f.png`)),
  'header (0131)': value =>
    xml('headers', 'http://jabber.org/protocol/shim', xml('header', { name: 'Authorization' }, value)),
  'service of another': value =>
    xml('services', 'urn:xmpp:extdisco:2', xml('service', { host: 'turn.mired.org', username: 'a', password: value })),
  'transport of a call': value =>
    xml('transport', { xmlns: 'urn:xmpp:jingle:transports:ice-udp:1', ufrag: 'x', pwd: value }),
  'key of a file (0448)': value => xml('encrypted', 'urn:xmpp:esfs:0', xml('key', {}, value)),
  'file with its key (0454)': value => xml('body', {}, `aesgcm://u.mired.org/f.png#${encodeURIComponent(value)}`),
  'session token': value => xml('session', { xmlns: 'urn:example:1' }, value),
  'session token as attribute': value => xml('command', { 'session-id': value }),
  'ad-hoc session': value => xml('command', { xmlns: 'http://jabber.org/protocol/commands', sessionid: value }),
  'token of any name': value => xml('q', 'urn:example:1', xml('refresh_token', {}, value)),
  'token attribute of any name': value => xml('q', { xmlns: 'urn:example:1', accessToken: value }),
  'named parameter': value => xml('param', { name: 'api-key' }, value),
  'named parameter as attribute': value => xml('param', { name: 'password', value }),
  'secret key (0373)': value => xml('secretkey', 'urn:xmpp:openpgp:0', value),
  'room address with password': value =>
    xml('reference', { uri: `xmpp:r@c.mired.org?join;password=${encodeURIComponent(value)}` }),
  'registration address': value => xml('url', {}, `xmpp:mired.org?register;preauth=${encodeURIComponent(value)};ibr=y`),
  'address with user and password': value => xml('url', {}, `xmpp:ana:${encodeURIComponent(value)}@mired.org`),
  'web address with user and password': value => xml('url', {}, `https://ana:${encodeURIComponent(value)}@mired.org/f`),
  'signed web address': inQuery('X-Amz-Signature'),
  'web address with a token': inQuery('token'),
  'what an error says': value => xml('error', {}, xml('text', {}, `Wrong password: ${value}`)),
  'escaped element': value => xml('error', {}, xml('text', {}, `<password>${value}</password>`)),
  'JSON (0335)': value => xml('json', 'urn:xmpp:json:0', JSON.stringify({ user: 'ana', password: value })),
  'header as text': value => xml('value', {}, `Authorization: Bearer ${value}`),
  'several texts': value => {
    const element = xml('password', {})
    element.append(value.slice(0, 5), value.slice(5))
    return element
  },
  'address in several texts': value => {
    const element = xml('url', {})
    const address = `xmpp:r@c.mired.org?join;password=${encodeURIComponent(value)}`
    element.append(address.slice(0, 29), address.slice(29))
    return element
  },
  'address in a message': value =>
    xml('body', {}, `Come: xmpp:r@c.mired.org?join;password=${encodeURIComponent(value)} now`),
  'password of a web address in a message': value =>
    xml('body', {}, `https://ana:${encodeURIComponent(value)}@mired.org/`),
}

/** Where a carrier can stand, as what comes in or goes out. */
const places: Readonly<Record<string, (carrier: Element) => Element>> = {
  'on the stream': carrier => carrier,
  message: carrier => xml('message', { xmlns: 'jabber:client', type: 'chat' }, carrier),
  presence: carrier => xml('presence', { xmlns: 'jabber:client' }, carrier),
  'iq result': carrier => xml('iq', { xmlns: 'jabber:client', type: 'result', id: 'a' }, carrier),
  'error echo': carrier => xml('message', { type: 'error' }, carrier, xml('error', { type: 'cancel' })),
  forwarded: carrier =>
    xml(
      'message',
      {},
      xml('result', 'urn:xmpp:mam:2', xml('forwarded', 'urn:xmpp:forward:0', xml('message', 'jabber:client', carrier))),
    ),
  carbon: carrier =>
    xml(
      'message',
      {},
      xml(
        'sent',
        'urn:xmpp:carbons:2',
        xml('forwarded', 'urn:xmpp:forward:0', xml('message', 'jabber:client', carrier)),
      ),
    ),
  'pubsub item': carrier =>
    xml(
      'iq',
      {},
      xml('pubsub', 'http://jabber.org/protocol/pubsub', xml('items', {}, xml('item', { id: 'x' }, carrier))),
    ),
  'pubsub event': carrier =>
    xml(
      'message',
      {},
      xml('event', 'http://jabber.org/protocol/pubsub#event', xml('items', {}, xml('item', {}, carrier))),
    ),
  'inside a message text': carrier => xml('message', {}, xml('html', {}, xml('body', {}, xml('p', {}, carrier)))),
}

const show = (element: Element): string => printElement(redact(element).element)

/** In any of the forms in which it stands in a carrier. */
function holds(text: string, value: string): boolean {
  const escaped = value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  const json = JSON.stringify(value).slice(1, -1)
  return [value, escaped, escaped.replaceAll('"', '&quot;'), encodeURIComponent(value), json].some(each =>
    text.includes(each),
  )
}

describe.each(Object.entries(carriers))('%s', (_, carrier) => {
  test.each(Object.entries(places))('%s', (_place, place) => {
    const outgoing = place(carrier(secret))
    const before = String(outgoing)
    expect(holds(before, secret)).toBe(true)
    expect(show(outgoing)).not.toSatisfy((text: string) => holds(text, secret))
    // As it comes in, read by the parser.
    expect(show(parseElement(before))).not.toSatisfy((text: string) => holds(text, secret))
    // It is a copy that is changed.
    expect(String(outgoing)).toBe(before)
  })
})

test('a secret at random, in any carrier, at any depth, among others, never appears', () => {
  const value = fc
    .string({ minLength: 10, maxLength: 40, unit: 'grapheme-ascii' })
    // What a carrier shows beside it must not hold it by chance.
    .map(text => `${text.replace(/\s/g, '_')}zQ9x`)
  const kinds = fc.constantFrom(...Object.values(carriers))
  const wrappers = fc.array(fc.constantFrom('a', 'item', 'forwarded', 'x', 'query', 'body', 'field', 'error'), {
    maxLength: 40,
  })
  fc.assert(
    fc.property(value, kinds, kinds, wrappers, (hiddenValue, carrier, sibling, names) => {
      let element = xml('x', {}, sibling(hiddenValue), carrier(hiddenValue))
      for (const name of names) element = xml(name, { xmlns: 'urn:example:2', id: 'i' }, 'words', element, 'more')
      return !holds(show(element), hiddenValue)
    }),
    { numRuns: 1000 },
  )
})

describe('what is no secret stays', () => {
  test('a message, with what looks like markup and the word password', () => {
    const text = 'The password of the <wifi> is on the board: ask Ana & https://mired.org/a?page=2#b'
    const shown = show(xml('message', { from: 'ana@mired.org/x', type: 'chat' }, xml('body', {}, text)))
    expect(parseElement(shown).getChildText('body')).toBe(text)
    expect(shown).toContain('from="ana@mired.org/x" type="chat"')
  })

  test.each([
    '<features><mechanisms xmlns="urn:ietf:params:xml:ns:xmpp-sasl"><mechanism>PLAIN</mechanism></mechanisms></features>',
    '<failure xmlns="urn:ietf:params:xml:ns:xmpp-sasl"><not-authorized/><text>No such user</text></failure>',
    '<success xmlns="urn:xmpp:sasl:2"><authorization-identifier>ana@mired.org</authorization-identifier></success>',
    '<query xmlns="jabber:iq:register"><instructions>Choose</instructions><username>ana</username><password/></query>',
    '<iq type="set"><session xmlns="urn:ietf:params:xml:ns:xmpp-session"><optional/></session></iq>',
    '<field var="muc#roomconfig_passwordprotectedroom" type="boolean"><value>1</value></field>',
    '<field var="secret" type="text-private" label="Word"><desc>Eight letters</desc><required/><value/></field>',
    '<r xmlns="urn:xmpp:sm:3"/>',
    '<a xmlns="urn:xmpp:sm:3" h="12"/>',
    '<item jid="ana@mired.org" name="Ana María" subscription="both"><group>2.º B</group></item>',
    '<item jid="secretaria@mired.org" name="Secretaría" subscription="both"><group>Secretaría: 2.º</group></item>',
    '<stanza-id xmlns="urn:xmpp:sid:0" id="1-2-3" by="ana@mired.org"/>',
  ])('%s', text => {
    expect(show(parseElement(text)).replace(/\n\s*/g, '')).toBe(text)
  })

  test('the name of a header, the server and the port of a slot', () => {
    const slot = `<slot xmlns="${upload}"><put url="https://u.mired.org:5443/a/b"><header name="Cookie">c</header></put></slot>`
    expect(show(parseElement(slot))).toMatch(
      /url="https:\/\/u\.mired\.org:5443\/\(hidden\)"[\s\S]*name="Cookie">\(hidden\)</,
    )
  })
})

test('a field that a form called private is so in the answer to it, which need not say so', () => {
  const privateFields = new Set<string>()
  redact(form(field({ var: 'q17', type: 'text-private' }, '')), { privateFields })
  const { element } = redact(form(field({ var: 'q17' }, secret)), { privateFields })
  expect(String(element)).not.toContain(secret)
})

test('what is too large is left out as a whole, never cut through', () => {
  const body = 'x'.repeat(900)
  const element = xml('message', {}, xml('body', {}, body), xml('body', {}, `xmpp:ana:${secret}@mired.org`), xml('a'))
  const { element: shown, cut } = redact(element, { size: 930 })
  expect(cut).toBe(true)
  expect(String(shown)).toContain(body)
  expect(String(shown)).not.toContain('S3cr')
})

test('hostile text does not make it slow', () => {
  const runs = [
    'a'.repeat(60_000),
    'a.'.repeat(30_000),
    'scram-'.repeat(10_000),
    '<'.repeat(60_000),
    'a= '.repeat(20_000),
  ]
  const started = process.cpuUsage().user
  for (const text of [...runs, '?'.repeat(60_000), '://'.repeat(20_000), 'xmpp:'.repeat(12_000), 'a:'.repeat(30_000)]) {
    show(xml('message', { a: text }, xml('body', {}, text), xml('x', {}, text), xml('put', { url: text })))
  }
  expect((process.cpuUsage().user - started) / 1000).toBeLessThan(2000)
})

test('a namespace that only the header of the stream declares counts', () => {
  const header = xml('stream:stream', { 'xmlns:s': sasl, xmlns: sasl2 })
  const prefixed = xml('s:success', {}, secret)
  const unprefixed = xml('continue', {}, xml('what-else', {}, secret))
  for (const element of [prefixed, unprefixed]) {
    element.parent = header
    expect(show(element)).not.toContain('S3cr3t')
  }
})

test('what the library hides is hidden by the library', () => {
  expect(show(carriers['SASL auth']?.(secret) ?? xml('x'))).toContain('<hidden xmlns="xmpp.js"/>')
})
