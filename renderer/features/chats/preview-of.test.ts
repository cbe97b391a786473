import { expect, test } from 'vitest'
import type { SharedFile } from '../../../shared/domain/file.ts'
import { sampleMessage } from '../../state/sample.ts'
import { previewOf } from './preview-of.ts'

const mine = sampleMessage(1, { direction: 'out', state: 'stored', body: 'See you\n at  the break' })

test('a draft comes before the last message, but not one of blanks', () => {
  expect(previewOf(mine, 'On Friday')).toEqual({ lead: 'draft', text: 'On Friday', state: null })
  expect(previewOf(mine, ' ').lead).toBe('yours')
})

test('own messages show how far they have come, failed ones in words, on one line', () => {
  expect(previewOf(mine, undefined)).toEqual({ lead: 'yours', text: 'See you at the break', state: 'stored' })
  expect(previewOf({ ...mine, state: 'failed' }, undefined).lead).toBe('notSent')
})

test('a file is known by its name, not by its address', () => {
  const file: SharedFile = {
    ...{ name: 'timetable.pdf', kind: 'pdf', mediaType: null, width: null, height: null },
    ...{ size: 1, host: 'mired.org:7443', copy: null },
  }
  const last = sampleMessage(1, { body: 'https://mired.org:7443/x/1', file })
  expect(previewOf(last, undefined)).toEqual({ lead: null, text: 'timetable.pdf', state: null })
  expect(previewOf({ ...mine, file }, undefined).text).toBe('timetable.pdf')
  const failed = { lead: 'notSent', text: 'report.pdf', state: 'failed' }
  expect(previewOf(last, undefined, null, 'report.pdf')).toEqual(failed)
  expect(previewOf(last, 'On Friday', null, 'report.pdf').lead).toBe('draft')
})

test('messages of others stand for themselves', () => {
  expect(previewOf(sampleMessage(1), undefined)).toEqual({ lead: null, text: 'Message 1', state: null })
  expect(previewOf(null, undefined).text).toBe('')
})
