import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { noFacts } from '../../../shared/domain/profile.ts'
import { type Element, parseElement } from '../../stanza/element.ts'
import { mostPictureBytes } from '../../stanza/raster.ts'
import { decodeBase64, parseVcard } from './parse.ts'

const fixture = (name: string): Element | null =>
  parseElement(readFileSync(new URL(`fixtures/${name}.xml`, import.meta.url), 'utf8').trim()).getChild('vCard') ?? null
const card = (inside: string): Element => parseElement(`<vCard xmlns="vcard-temp">${inside}</vCard>`)
const photo = (bytes: Uint8Array | string, type = 'image/png') =>
  card(`<PHOTO><TYPE>${type}</TYPE><BINVAL>${Buffer.from(bytes).toString('base64')}</BINVAL></PHOTO>`)

test('Openfire: names and picture', () => {
  expect(parseVcard(fixture('openfire-ana'))).toMatchObject({
    fullName: 'Ana Mired',
    nickname: 'Ani',
    facts: noFacts,
    photo: { hash: '4a5eb7171b58e08a6881721e3b43d5a44419a2be', showable: true },
  })
})

test.each([['openfire-empty'], ['none']])('%s says nothing', name => {
  const empty = { fullName: null, nickname: null, facts: noFacts, photo: null }
  expect(parseVcard(name === 'none' ? null : fixture(name))).toEqual(empty)
})

test('all that is shown, of the forms that servers keep', () => {
  const { fullName, facts } = parseVcard(
    card(`<N><FAMILY>Ruiz</FAMILY><GIVEN>Begoña</GIVEN></N><ORG><ORGNAME>Mired</ORGNAME><ORGUNIT>2.º B</ORGUNIT></ORG>
      <TITLE>Profesora</TITLE><EMAIL><WORK/><USERID>b@mired.test</USERID></EMAIL><EMAIL>b2@mired.test</EMAIL>
      <TEL><VOICE/><NUMBER>600 000 000</NUMBER></TEL><TEL><FAX/><NUMBER/></TEL><BDAY>1990-02-01</BDAY>
      <URL>javascript:alert(1)</URL><DESC>una\n línea</DESC>`),
  )
  expect(fullName).toBe('Begoña Ruiz')
  expect(facts).toEqual({
    organisation: 'Mired · 2.º B',
    title: 'Profesora',
    emails: ['b@mired.test', 'b2@mired.test'],
    phones: ['600 000 000'],
    birthday: '1990-02-01',
    website: 'javascript:alert(1)',
    about: 'una línea',
  })
})

test('HTML is text, direction is isolated, and length has an end, in every field', () => {
  const bad = '&lt;img src=x onerror=alert(1)&gt;\u202egpj.exe '
  const inside = `<FN>${bad}</FN><NICKNAME>${'x'.repeat(100_000)}</NICKNAME><TITLE>${bad}</TITLE><BDAY>${bad}</BDAY>
    <URL>${bad}</URL><DESC>${bad}</DESC>${`<EMAIL><USERID>${bad}</USERID></EMAIL>`.repeat(1000)}
    ${Array.from({ length: 1000 }, (_, index) => `<TEL><NUMBER>${index}</NUMBER></TEL>`).join('')}`
  const { fullName, nickname, facts } = parseVcard(card(inside))
  const shown = '<img src=x onerror=alert(1)>gpj.exe'
  expect([fullName, facts.title, facts.birthday, facts.website, facts.about]).toEqual(Array(5).fill(shown))
  expect(nickname).toHaveLength(200)
  expect(facts.emails).toEqual([shown])
  expect(facts.phones).toHaveLength(5)
})

test.each([
  ['an SVG that says it is a PNG', '<svg xmlns="http://www.w3.org/2000/svg"/>'],
  ['HTML that says it is a PNG', '<!doctype html><script>alert(1)</script>'],
])('%s has a hash, and is not shown', (_name, text) => {
  expect(parseVcard(photo(text)).photo).toMatchObject({ showable: false })
})

test('a picture counts by its content, whatever it calls itself', () => {
  const gif = Buffer.concat([
    Buffer.from('GIF89a'),
    Buffer.from([9, 0, 9, 0, 0, 0, 0, 0x2c, 0, 0, 0, 0, 9, 0, 9, 0]),
    Buffer.alloc(20),
  ])
  expect(parseVcard(photo(gif, 'text/html')).photo).toMatchObject({ showable: true })
})

test('a picture elsewhere is none', () => {
  expect(parseVcard(card('<PHOTO><EXTVAL>http://spy.example/p.png</EXTVAL></PHOTO>')).photo).toBeNull()
})

test('base64 is taken with white space, and else whole or not at all', () => {
  expect(decodeBase64(' aGVs\r\n bG8= ')).toEqual(Buffer.from('hello'))
  for (const bad of ['', '    ', 'aGVsbG8', 'aGVsbG=8', 'a<b>', '===='.repeat(2), 'ñandú==='])
    expect(decodeBase64(bad)).toBeNull()
  expect(decodeBase64('A'.repeat(Math.ceil(mostPictureBytes * 1.5) + 4))).toBeNull()
})

test('five megabytes and more are no picture', () => {
  const huge = Buffer.concat([
    Buffer.from('GIF89a'),
    Buffer.from([9, 0, 9, 0, 0, 0, 0, 0x2c, 0, 0, 0, 0, 9, 0, 9, 0]),
    Buffer.alloc(mostPictureBytes),
  ])
  expect(parseVcard(photo(huge)).photo).toMatchObject({ showable: false })
})
