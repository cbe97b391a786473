import { expect, test } from 'vitest'
import { asSeen, lookAlikes } from './look-alike.ts'

test.each([
  ['Ana', '\u0410na'],
  ['Ana', '\u0410n\u0430'],
  ['Lia', 'Iia'],
  ['Ana', '\uff21na'],
  ['Ana', ' ana '],
  ['Ana', '\u00c1na'],
  ['Profe', 'Pr0fe'],
  ['Pablo', 'Pab1o'],
  ['Pablo', 'PabIo'],
  ['Ana Ruiz', 'Ana_Ruiz'],
])('%j is easily taken for %j', (one, other) => expect(asSeen(one)).toBe(asSeen(other)))

test.each([
  ['Ana', 'Anna'],
  ['Lia', 'Tia'],
  ['Анна', 'Ana'],
  ['李', '季'],
])('%j is not', (one, other) => expect(asSeen(one)).not.toBe(asSeen(other)))

test('plain names are seen as any others', () => {
  const nicks = ['Person 1000', 'I_am-0.K', "O'Neill", 'aI1 l0oO', '', ' ._-']
  // A point in the middle tells nobody apart, and is not plain.
  expect(nicks.map(asSeen)).toEqual(nicks.map(each => asSeen(`${each}\u00b7`)))
})

test('who is alike, and whom', () => {
  expect([...lookAlikes(['Ana', 'Bob', '\u0410na', 'ana'])]).toEqual([
    ['\u0410na', 'Ana'],
    ['Ana', '\u0410na'],
    ['ana', 'Ana'],
  ])
  expect(lookAlikes(['Ana', 'Bob']).size).toBe(0)
})
