import { expect, test } from 'vitest'
import type { BareJid } from '../../../shared/domain/address.ts'
import { type Candidate, findPeople, hitIn, looksLikeAddress } from './match.ts'

const person = (name: string, address: string, over: Partial<Candidate> = {}): Candidate => ({
  name,
  address: address as BareJid,
  isContact: true,
  isRoom: false,
  lastTime: 0,
  ...over,
})
const people = [
  person('Alejandro', 'alejandro@mired.org'),
  person('Lucía Gálvez', 'lucia@mired.org', { lastTime: 5 }),
  person('Galería', 'g2@mired.org', { lastTime: 9 }),
  person('Sara', 'alesara@mired.org'),
  person('stranger', 'stranger@other.org', { isContact: false }),
]
const names = (query: string) => findPeople(query, people).contacts.map(each => each.name)

test('names that begin with it come first, then words, addresses, and what stands inside a name', () => {
  expect(names('ale')).toEqual(['Alejandro', 'Sara', 'Galería'])
})

test('case and accents do not matter, and every word must fit', () => {
  expect(names('LUCIA')).toEqual(['Lucía Gálvez'])
  expect(names('gal luc')).toEqual(['Lucía Gálvez'])
  expect(names('lucia perez')).toEqual([])
})

test('of equals, whom one wrote with last comes first', () =>
  expect(names('mired')).toEqual(['Galería', 'Lucía Gálvez', 'Alejandro', 'Sara']))

test('who is not in the list stands apart', () => {
  expect(findPeople('str', people)).toMatchObject({ contacts: [], chats: [{ name: 'stranger' }] })
})

test('nothing typed finds nothing', () => expect(names('  ')).toEqual([]))

test.each([
  ['ana@mired.org', true],
  [' begoña@mired.org ', true],
  ['ana', false],
  ['ana@', false],
  ['ana b@mired.org', false],
])('%j looks like an address: %s', (query, is) => expect(looksLikeAddress(query)).toBe(is))

test.each([
  ['Alejandro', 'ale', 'Ale'],
  ['Lucía', 'CIA', 'cía'],
  ['Lucía', 'x', null],
])('in %s, %s stands at %s', (text, query, hit) => {
  const place = hitIn(text, query)
  expect(place === null ? null : text.slice(...place)).toBe(hit)
})
