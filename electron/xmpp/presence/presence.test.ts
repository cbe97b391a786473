import { expect, test } from 'vitest'
import { parseElement, xml } from '../../stanza/element.ts'
import { buildPresence } from './build.ts'
import { parsePresence } from './parse.ts'

const parse = (text: string) => parsePresence(parseElement(text))
const caps = xml('c', { xmlns: 'http://jabber.org/protocol/caps' })

test('Spark away, with its own words', () => {
  expect(
    parse(
      `<presence from="bob@mired.test/Spark" to="ana@mired.test/rec"><status>On the phone</status><priority>0</priority><show>away</show></presence>`,
    ),
  ).toEqual({ from: 'bob@mired.test/Spark', availability: 'away', status: 'On the phone', priority: 0 })
})

test.each([
  ['<presence from="a@b/c"/>', 'available', 0],
  ['<presence from="a@b/c"><show/><priority>x</priority></presence>', 'available', 0],
  ['<presence from="a@b/c"><show>sleeping</show><priority>-5</priority></presence>', 'available', -5],
  ['<presence from="a@b/c"><show>dnd</show><priority>999</priority></presence>', 'dnd', 0],
  ['<presence from="a@b" type="unavailable"><show>dnd</show><priority>3</priority></presence>', 'offline', 0],
  ['<presence from="a@b" type="error"><error type="cancel"/></presence>', 'offline', 0],
])('%s', (text, availability, priority) => {
  expect(parse(text)).toMatchObject({ availability, priority })
})

test.each([
  '<presence from="a@b" type="subscribe"/>',
  '<presence from="a@b" type="unsubscribed"/>',
  '<presence from="a@b" type="probe"/>',
  '<presence/>',
  '<presence from="@@"/>',
])('%s says nothing of how somebody is', text => expect(parse(text)).toBeNull())

test('our own presence says no more than it must', () => {
  expect(buildPresence({ availability: 'available', status: null }, 0, caps).toString()).toBe(
    '<presence><c xmlns="http://jabber.org/protocol/caps"/></presence>',
  )
  expect(buildPresence({ availability: 'dnd', status: 'Examen\u0007 & <b>' }, 1, caps).toString()).toBe(
    '<presence><show>dnd</show><status>Examen &amp; &lt;b&gt;</status><priority>1</priority><c xmlns="http://jabber.org/protocol/caps"/></presence>',
  )
})
