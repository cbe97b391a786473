import { expect, test } from 'vitest'
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

test('messages of others stand for themselves', () => {
  expect(previewOf(sampleMessage(1), undefined)).toEqual({ lead: null, text: 'Message 1', state: null })
  expect(previewOf(null, undefined).text).toBe('')
})
