import { expect, test } from 'vitest'
import { type Keys, shortcutOf } from './shortcuts.ts'

function keys(words: string): Keys {
  const parts = words.split(' ')
  const has = (name: string) => parts.includes(name)
  return {
    key: parts.at(-1) ?? '',
    ctrlKey: has('Ctrl'),
    metaKey: has('Cmd'),
    altKey: has('Alt'),
    shiftKey: has('Shift'),
  }
}

test.each([
  ['Ctrl k', 'search'],
  ['Ctrl f', 'find'],
  ['Ctrl n', 'new-chat'],
  ['Ctrl j', 'join-room'],
  ['Ctrl o', 'attach'],
  ['Ctrl ,', 'settings'],
  ['Alt ArrowUp', 'previous-chat'],
  ['Alt ArrowDown', 'next-chat'],
  ['Alt Shift ArrowDown', 'next-unread'],
  ['F6', 'next-pane'],
  ['Shift F6', 'previous-pane'],
  ['k', null],
  ['Ctrl Shift k', null],
  ['Ctrl Alt ArrowDown', null],
  ['Cmd k', null],
])('%s is %s', (words, shortcut) => expect(shortcutOf(keys(words), 'linux')).toBe(shortcut))

test('on macOS Cmd stands for Ctrl', () => {
  expect(shortcutOf(keys('Cmd k'), 'darwin')).toBe('search')
  expect(shortcutOf(keys('Ctrl k'), 'darwin')).toBeNull()
})
