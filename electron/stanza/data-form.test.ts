import { expect, test } from 'vitest'
import { buildSubmit, parseForm, parseForms } from './data-form.ts'
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
