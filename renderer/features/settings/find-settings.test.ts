import { expect, test } from 'vitest'
import type { Language } from '../../../shared/domain/settings.ts'
import { createI18n } from '../../text/i18n.ts'
import { translateWith } from '../../text/text.tsx'
import { findSettings, settingsIndex } from './find-settings.ts'
import { settingsSections } from './sections.ts'

const find = (query: string, language: Language = 'en') =>
  findSettings(translateWith(createI18n(language)), query).map(({ label }) => label)

test('a word finds names first, then the sentences beside them', () => {
  expect(find('sound')).toEqual(['Play a sound'])
  expect(find('text')[0]).toBe('Text size')
  expect(find('dark')).toEqual(['Theme'])
  expect(find('  TRAY window ')).toEqual(['Keep running in the tray when closed'])
})

test('in Spanish, with or without accents', () => {
  expect(find('tamano', 'es')).toEqual(['Tamaño del texto'])
  expect(find('sesión', 'es')).toContain('Cerrar sesión')
  expect(find('theme', 'es')).toEqual([])
})

test('nothing was typed, or nothing fits', () => {
  expect(find(' .* ')).toEqual([])
  expect(find('zzz')).toEqual([])
})

test('every section has something that is found', () => {
  expect(new Set(settingsIndex.map(({ section }) => section))).toEqual(new Set(settingsSections))
})
