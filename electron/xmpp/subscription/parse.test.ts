import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parseElement } from '../../stanza/element.ts'
import { parseSubscription } from './parse.ts'

const parse = (text: string) => parseSubscription(parseElement(text))
const fixture = (name: string) =>
  parse(readFileSync(join(import.meta.dirname, 'fixtures', `${name}.xml`), 'utf8').trim())

test('a request with a nickname and words', () => {
  expect(fixture('request-with-nickname')).toEqual({
    kind: 'asks',
    address: 'felix@mired.test',
    nickname: 'Félix',
    text: 'soy Félix',
  })
})

test('a request of Openfire, and without a resource of ours', () => {
  expect(fixture('openfire-request')).toEqual({ kind: 'asks', address: 'bob@mired.test', nickname: null, text: null })
})

test.each([
  ['ejabberd-server-not-found', 'remote-server-not-found'],
  ['prosody-no-federation', 'not-allowed'],
])('ours came back: %s', (name, condition) => {
  expect(fixture(name)).toEqual({
    kind: 'returned',
    address: 'eva@nowhere.invalid',
    failure: { code: 'address-unreachable', details: { domain: 'nowhere.invalid', condition } },
  })
})

test.each([
  ['<presence from="BOB@mired.org/x" type="unsubscribe"/>', { kind: 'leaves', address: 'bob@mired.org' }],
  ['<presence from="bob@mired.org" type="unsubscribed"/>', { kind: 'refuses', address: 'bob@mired.org' }],
  [
    '<presence from="bob@mired.org" type="error"><error type="cancel"><item-not-found xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error></presence>',
    { kind: 'returned', failure: { code: 'request-declined' } },
  ],
])('%s', (text, news) => expect(parse(text)).toMatchObject(news))

test.each([
  '<presence from="bob@mired.org"/>',
  '<presence from="bob@mired.org" type="subscribed"/>',
  '<presence from="bob@mired.org" type="unavailable"/>',
  '<presence type="subscribe"/>',
  '<presence from="@@" type="subscribe"/>',
])('%s says nothing of it', text => expect(parse(text)).toBeNull())

test('what a stranger writes is one line of text that turns nothing round, and no longer than can be read', () => {
  const nickname = `\u202e<img src=x onerror=1>\n\u2067admin${'x'.repeat(1000)}`
  const news = parseSubscription(
    parseElement(
      `<presence from="eva@mired.org" type="subscribe"><nick xmlns="http://jabber.org/protocol/nick">${nickname.replaceAll('<', '&lt;')}</nick><status>${'y'.repeat(100_000)}</status></presence>`,
    ),
  )
  expect(news).toMatchObject({ nickname: expect.stringMatching(/^<img src=x onerror=1> adminx{1,}$/) })
  expect(news?.kind === 'asks' && [news.nickname?.length, news.text?.length]).toEqual([200, 500])
})

test('a nickname of another namespace is none', () => {
  expect(parse('<presence from="eva@mired.org" type="subscribe"><nick xmlns="x">Ana</nick></presence>')).toMatchObject({
    nickname: null,
  })
})
