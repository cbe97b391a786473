import { expect, test } from 'vitest'
import { troubleWords } from './trouble-words.ts'

const file = 'archive.damaged-1.sqlite'
const kept = { contacts: 1, conversations: 2, messages: 340 }
const lost = { contacts: 0, conversations: 0, messages: 7 }

test('a repaired history says what was kept, what was lost, and where the damaged file is', () => {
  const words = troubleWords({ type: 'archive-damaged', file, kept, lost }, 'en')
  expect(words.title).toBe('The history was damaged and has been repaired')
  expect(words.sentence).toMatch(/^340 messages were kept, at least 7 could not be read\..*archive\.damaged-1\.sqlite$/)
  expect(troubleWords({ type: 'archive-damaged', file, kept, lost }, 'es').sentence).toContain('340 mensajes')
})

test('settings from the last good copy have lost nothing', () => {
  const trouble = { type: 'settings-damaged', file, used: 'backup', accounts: 1 } as const
  expect(troubleWords(trouble, 'en').sentence).toContain('Nothing is lost')
  expect(troubleWords({ ...trouble, used: 'damaged-file' }, 'es').sentence).toContain('lo que se podía leer')
})
