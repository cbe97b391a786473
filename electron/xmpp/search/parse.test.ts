import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parseElement } from '../../stanza/element.ts'
import { parsePeople, parseSearchForm } from './parse.ts'
import { fits, questionsFor } from './questions.ts'

const fixture = (name: string) =>
  parseElement(readFileSync(join(import.meta.dirname, 'fixtures', `${name}.xml`), 'utf8').trim())
const people = (iq: string) => [...parsePeople(parseElement(iq))].map(({ text: _, ...person }) => person)
const asked = (form: string, text: string, knowsBeginnings = false) =>
  questionsFor(parseSearchForm(fixture(form)), text, 'mired.org', knowsBeginnings).map(question => question.fields)

test('what the servers can be asked', () => {
  expect(parseSearchForm(fixture('openfire-form'))).toEqual({
    fields: [
      { name: 'search', type: 'text-single' },
      ...['Username', 'Name', 'Email'].map(name => ({ name, type: 'boolean' })),
    ],
    plain: ['first', 'last', 'nick', 'email'],
    wildcards: true,
  })
  expect(parseSearchForm(fixture('prosody-form'))).toEqual({
    fields: null,
    plain: ['first', 'last', 'nick', 'email'],
    wildcards: false,
  })
  expect(parseSearchForm(fixture('ejabberd-form')).fields?.map(each => each.name)).toContain('nick')
  expect(parseSearchForm(parseElement('<iq type="result"/>'))).toEqual({ fields: null, plain: [], wildcards: false })
})

test.each([
  ['openfire-result', 5, { address: 'bob@mired.test', name: 'Bob Mired', email: 'bob@mired.test' }],
  ['openfire-older-fields', 1, { address: 'bob@mired.test', name: 'Bob Mired', email: 'bob@mired.test' }],
  ['ejabberd-result', 1, { address: 'alejandro@mired.org', name: 'Alejandro Ruiz', email: 'ale@example.org' }],
  ['ejabberd-nothing', 0, undefined],
  ['prosody-result', 1, { address: 'alejandro@mired.org', name: 'Alejandro Ruiz', email: 'ale@example.org' }],
])('%s: %i people', (name, count, first) => {
  const found = people(String(fixture(name)))
  expect([found.length, found[0]]).toEqual([count, first])
})

test('Openfire: one text, looked for everywhere, whole and by its longest word', () => {
  const flags = { Username: '1', Name: '1', Email: '1' }
  expect(asked('openfire-form', ' alejandro ')).toEqual([{ search: 'alejandro', ...flags }])
  expect(asked('openfire-form', 'ana  mired')).toEqual([
    { search: 'ana mired', ...flags },
    { search: 'mired', ...flags },
  ])
})

test('ejabberd: each field alone, beginnings and whole words, until beginnings are known to be found', () => {
  expect(asked('ejabberd-form', 'ale')).toEqual([
    ...['user', 'first', 'last', 'nick'].map(name => ({ [name]: 'ale*' })),
    { fn: 'ale*' },
    ...['user', 'first', 'last', 'nick'].map(name => ({ [name]: 'ale' })),
    { fn: 'ale' },
  ])
  expect(asked('ejabberd-form', 'ruiz, alejandro', true)).toContainEqual({ fn: 'ruiz, alejandro*' })
  expect(asked('ejabberd-form', 'ruiz', true)).not.toContainEqual({ last: 'ruiz' })
  expect(asked('ejabberd-form', 'ale@example.org')).toContainEqual({ email: 'ale@example.org' })
})

test('Prosody: all fields at once, or it fails without an answer; and who is called so in the address', () => {
  expect(asked('prosody-form', 'ale')).toEqual([
    { first: 'ale', last: 'ale', nick: 'ale', email: 'ale' },
    { email: 'ale@mired.org' },
  ])
  expect(asked('prosody-form', 'ale@mired.org')).toHaveLength(1)
})

test('older fields that say that they take wildcards', () => {
  const form = { fields: null, plain: ['nick'], wildcards: true }
  expect(questionsFor(form, 'ale ruiz', 'x.org').map(each => each.fields)).toEqual([
    { nick: '*ale ruiz*' },
    { nick: '*ruiz*' },
  ])
})

test.each(['***', ' * '])('%j asks for nobody, as it would be answered with everybody', text =>
  expect(asked('ejabberd-form', text)).toEqual([]),
)

test('a form that nobody knows what to write in is not handed in', () => {
  expect(
    questionsFor({ fields: [{ name: 'x-gender', type: 'list-single' }], plain: [], wildcards: false }, 'ale', 'x.org'),
  ).toEqual([])
})

const row = (jid: string, name = 'N') =>
  `<item><field var="jid"><value>${jid}</value></field><field var="Name"><value>${name}</value></field></item>`
const table = (rows: string) =>
  `<iq><query xmlns="jabber:iq:search"><x xmlns="jabber:x:data" type="result">${rows}</x></query></iq>`

test.each([
  ['no address', ''],
  ['a space in the name', 'a b@mired.org'],
  ['markup', '&lt;img src=x onerror=alert(1)&gt;@mired.org'],
  ['a server', 'mired.org'],
  ['letters that turn the direction', 'ana\u202egro.derim@mired.org'],
  ['a huge one', `${'a'.repeat(5000)}@mired.org`],
])('an address that is none is left out: %s', (_, jid) => expect(people(table(row(jid)))).toEqual([]))

test('an address is prepared, and its resource is nobody', () => {
  expect(people(table(row('ANA@Mired.ORG/phone')))).toMatchObject([{ address: 'ana@mired.org' }])
})

test('a name is text on one line, whatever it holds', () => {
  const name = '&lt;b onclick="x()"&gt;Ana&lt;/b&gt;\u202e gpj\n\tX'
  expect(people(table(row('ana@mired.org', name)))).toMatchObject([{ name: '<b onclick="x()">Ana</b> gpj X' }])
  expect(people(table(row('ana@mired.org', 'x'.repeat(100_000))))[0]?.name).toHaveLength(200)
  expect(people(table(row('ana@mired.org', '\u202e')))).toMatchObject([{ name: null }])
})

test('items of another namespace, and fields without a value, are nothing', () => {
  expect(people('<iq><query xmlns="x"><item jid="a@b.org"/></query></iq>')).toEqual([])
  expect(people(table('<item><field var="jid"/></item><item xmlns="y"/>'))).toEqual([])
})

test('every word has to stand somewhere, without case and accents', () => {
  expect(fits('BEGONA ru', 'ruiz\nBegoña')).toBe(true)
  expect(fits('begoña lopez', 'Begoña Ruiz')).toBe(false)
})
