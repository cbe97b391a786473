import { expect, test } from 'vitest'
import { storageConditions } from '../../shared/domain/failure.ts'
import { type Language, languages } from '../../shared/domain/settings.ts'
import type { Trouble } from '../../shared/domain/trouble.ts'
import { createFormats } from './formats.ts'
import { createI18n } from './i18n.ts'
import { translateWith } from './text.tsx'
import { troubleText } from './trouble-text.ts'

const say = (language: Language, trouble: Trouble): string => {
  const { number } = createFormats(language)
  const { title, sentences } = troubleText({ t: translateWith(createI18n(language)), number }, trouble)
  return [`${title}.`, ...sentences].join(' ')
}
const damaged = (kept: number, lost: number): Trouble => ({
  type: 'archive-damaged',
  file: 'archive.damaged-1.sqlite',
  kept: { contacts: 1, conversations: 2, messages: kept },
  lost: { contacts: 0, conversations: 0, messages: lost },
})
const settings = (used: 'backup' | 'damaged-file'): Trouble => ({
  type: 'settings-damaged',
  file: 'settings.damaged-1.json',
  used,
  accounts: 1,
})

test('a repaired history says what was kept and what was lost', () => {
  expect(say('en', damaged(18_340, 7))).toBe(
    'The history was damaged and has been repaired. 18,340 messages were kept. At least 7 could not be read. The damaged file is kept beside the new one.',
  )
  expect(say('en', damaged(1, 0))).toContain('1 message was kept. As far as can be told, none is missing.')
  expect(say('es', damaged(18_340, 1))).toContain('18.340 mensajes. Al menos 1 no se ha podido leer.')
})

test('settings from the last good copy have lost nothing', () => {
  expect(say('en', settings('backup'))).toContain('Nothing is lost')
  expect(say('es', settings('damaged-file'))).toContain('lo que se podía leer')
})

test.each(languages)('every trouble has words of its own in %s', language => {
  const troubles: readonly Trouble[] = [
    damaged(0, 0),
    settings('backup'),
    { type: 'window-reloaded' },
    ...storageConditions.map(condition => ({ type: 'storage-refused', condition }) as const),
  ]
  const said = troubles.map(each => say(language, each))
  expect(new Set(said).size).toBe(troubles.length)
  for (const each of said) expect(each).not.toMatch(/[{}]|trouble\./)
})
