import { expect, test } from 'vitest'
import { markedPieces } from './marked-pieces.ts'
import { nickAt, nicksBeginning, withNick } from './nick-at.ts'

test('an @ or a word before the cursor begins a nickname', () => {
  expect(nickAt('hi @al', 6)).toEqual({ start: 3, begun: 'al', marked: true })
  expect(nickAt('@', 1)).toEqual({ start: 0, begun: '', marked: true })
  expect(nickAt('al', 2)).toEqual({ start: 0, begun: 'al', marked: false })
  expect(nickAt('ana@mired', 9)?.marked).toBe(false)
  expect(nickAt('hi ', 3)).toBeNull()
})

test('nicknames are found without case and accents, our own is not', () => {
  expect(nicksBeginning('in', ['Inés', 'ingrid', 'Ana', 'Indi'], 'Indi')).toEqual(['Inés', 'ingrid'])
})

test('the nickname stands in place of what was begun, and addresses at the beginning', () => {
  const complete = (text: string, cursor: number, nick: string) => {
    const start = nickAt(text, cursor)
    return start === null ? null : withNick(text, cursor, start, nick)
  }
  expect(complete('hi @al there', 6, 'Alejandro')).toEqual(['hi @Alejandro there', 14])
  expect(complete('al', 2, 'Alejandro')).toEqual(['Alejandro, ', 11])
  expect(complete('so al', 5, 'Alejandro')).toEqual(['so Alejandro ', 13])
})

test('a nickname is marked where it is a word, with its @', () => {
  const marked = (text: string, nick: string) =>
    markedPieces(text, nick).map(piece => (piece.marked ? `[${piece.text}]` : piece.text))
  expect(marked('@Ricky, rickyard and RICKY', 'Ricky')).toEqual(['[@Ricky]', ', rickyard and ', '[RICKY]'])
  expect(marked('nobody', 'Ricky')).toEqual(['nobody'])
  expect(marked('a.c abc', 'a.c')).toEqual(['[a.c]', ' abc'])
})
