import { expect, test } from 'vitest'
import type { FileCopy, SharedFile } from '../../../shared/domain/file.ts'
import { createFormats } from '../../text/formats.ts'
import { createI18n } from '../../text/i18n.ts'
import { translateWith } from '../../text/text.tsx'
import { factsText, progressText, shareOf, shownWidth } from './file-words.ts'

const english = { ...createFormats('en'), t: translateWith(createI18n('en')) }
const spanish = { ...createFormats('es'), t: translateWith(createI18n('es')) }
const pdf: SharedFile = {
  ...{ name: 'a.pdf', kind: 'pdf', mediaType: null, width: null, height: null },
  ...{ size: 2_900_000, host: 'mired.org:7443', copy: null },
}

test('what a file is, and where it lies as long as it is not here', () => {
  expect(factsText(english, pdf)).toBe('PDF, 2.9 MB, on mired.org:7443')
  expect(factsText(english, { ...pdf, size: null })).toBe('PDF, on mired.org:7443')
  expect(factsText(spanish, { ...pdf, copy: 'a' as FileCopy })).toBe('PDF, 2,9 MB')
})

test('how far it is, in bytes and percent, and never more than all', () => {
  expect(progressText(english, 1_800_000, 2_900_000)).toBe('1.8 MB of 2.9 MB, 62%')
  expect(progressText(english, 2_899_999, 2_900_000)).toContain('99%')
  expect(progressText(spanish, 1_800_000, null)).toBe('1,8 MB hasta ahora')
  expect([shareOf(0, 0), shareOf(5, 4), shareOf(1, 4), shareOf(1, null)]).toEqual([100, 100, 25, null])
})

test('a picture has its place before it is there: as large as it is, within bounds, in its own shape', () => {
  expect(shownWidth({ width: 100, height: 50 })).toBe(100)
  expect(shownWidth({ width: 4000, height: 3000 })).toBe(360)
  expect(shownWidth({ width: 1000, height: 10_000 })).toBe(27)
  expect(shownWidth({ width: 0, height: 0 })).toBe(360)
})
