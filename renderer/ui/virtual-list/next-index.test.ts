import { expect, test } from 'vitest'
import { folded } from '../fold-text.ts'
import { indexByLetter, nextIndex } from './next-index.ts'

test.each([
  ['ArrowDown', 3, 4],
  ['ArrowDown', 9, 9],
  ['ArrowUp', 0, 0],
  ['PageDown', 5, 9],
  ['PageUp', 9, 1],
  ['Home', 7, 0],
  ['End', 0, 9],
  ['a', 3, null],
])('%s at row %i of ten leads to %s', (key, from, to) => expect(nextIndex(key, from, 10)).toBe(to))

test('a letter leads to the next name that begins with it, without case and accents, round the end', () => {
  const names = ['Ana', 'Óscar', 'Alba', 'olga']
  const from = (letter: string, index: number) => indexByLetter(letter, index, names.length, at => names[at] ?? '')
  expect([from('a', 0), from('a', 2), from('o', 1), from('O', 3), from('x', 0)]).toEqual([2, 0, 3, 1, null])
})

test('folding drops accents and case, not letters', () => expect(folded('Lucía Ñandú')).toBe('lucia nandu'))
