import { expect, test } from 'vitest'
import { buildSubmit, parseFields, parseForm, parseForms, parseTable } from './data-form.ts'
import { parseElement } from './element.ts'

test('a form that is handed in: fields without a value are left out, several values stay in order', () => {
  expect(String(buildSubmit('urn:xmpp:mam:2', { with: 'bob@mired.org', start: undefined, ids: ['1', '<2>'] }))).toBe(
    '<x xmlns="jabber:x:data" type="submit"><field var="FORM_TYPE" type="hidden"><value>urn:xmpp:mam:2</value></field>' +
      '<field var="with"><value>bob@mired.org</value></field>' +
      '<field var="ids"><value>1</value><value>&lt;2&gt;</value></field></x>',
  )
})

test("Openfire's limit for uploads, beside the features", () => {
  const query = parseElement(
    '<query xmlns="http://jabber.org/protocol/disco#info"><feature var="urn:xmpp:http:upload:0"/><x xmlns="jabber:x:data" type="result"><field var="FORM_TYPE" type="hidden"><value>urn:xmpp:http:upload:0</value></field><field var="max-file-size"><value>52428800</value></field></x></query>',
  )
  expect(parseForms(query)).toEqual([
    { formType: 'urn:xmpp:http:upload:0', fields: new Map([['max-file-size', ['52428800']]]) },
  ])
})

test.each([
  ['an empty FORM_TYPE (Openfire, search)', '<field var="FORM_TYPE"><value/></field>', {}],
  ['fields without name', '<field><value>a</value></field><field var=""><value>b</value></field>', {}],
  ['a field without value', '<field var="a"/>', { a: [] }],
  ['two of a name', '<field var="a"><value>1</value></field><field var="a"><value>2</value></field>', { a: ['1'] }],
  ['fields of another namespace', '<field xmlns="x" var="a"><value>1</value></field>', {}],
  ['a name that JavaScript knows', '<field var="__proto__"><value>1</value></field>', new Map([['__proto__', ['1']]])],
])('%s', (_, inside, expected) => {
  const { formType, fields } = parseForm(parseElement(`<x xmlns="jabber:x:data" type="form">${inside}</x>`))
  expect(formType).toBeNull()
  expect(fields).toEqual(expected instanceof Map ? expected : new Map(Object.entries(expected)))
})

test('what a form asks for', () => {
  const form = parseElement(
    `<x xmlns="jabber:x:data" type="form"><field var="FORM_TYPE" type="hidden"/><field type="fixed"/>
      <field var="search"><required/></field><field var="Name" type="boolean"><value>1</value></field></x>`,
  )
  expect(parseFields(form)).toEqual([
    { name: 'search', type: 'text-single' },
    { name: 'Name', type: 'boolean' },
  ])
})

test('results in rows, with and without the names of the columns', () => {
  const row = '<item><field var="jid"><value>bob@mired.org</value></field><field var="n"/></item>'
  const rows = [new Map(Object.entries({ jid: ['bob@mired.org'], n: [] })), new Map()]
  const table = parseTable(
    parseElement(
      `<x xmlns="jabber:x:data" type="result"><reported><field var="jid" type="jid-single"/></reported>${row}<item/></x>`,
    ),
  )
  expect([table.columns, [...table.rows]]).toEqual([[{ name: 'jid', type: 'jid-single' }], rows])
  const bare = parseTable(parseElement(`<x xmlns="jabber:x:data" type="result">${row}<item xmlns="y"/></x>`))
  expect([bare.columns, [...bare.rows]]).toEqual([[], rows.slice(0, 1)])
})
