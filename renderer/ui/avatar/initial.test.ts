import { expect, test } from 'vitest'
import { initial } from './initial.ts'

test.each([
  ['ana', 'A'],
  [' ñandú', 'Ñ'],
  ['👩‍🔬 lab', '👩‍🔬'],
  ['e\u0301lan', 'E\u0301'],
  ['', '?'],
])('%j is shown as %s', (name, letter) => expect(initial(name)).toBe(letter))
