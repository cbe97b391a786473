import { expect, test } from 'vitest'
import type { Unsupported } from '../../shared/domain/message.ts'
import { createFormats } from './formats.ts'
import { createI18n } from './i18n.ts'
import { translateWith } from './text.tsx'
import { unsupportedText } from './unsupported-text.ts'

const text = { t: translateWith(createI18n('en')), size: createFormats('en-GB').size }
const title = (over: Partial<Unsupported>, direction: 'in' | 'out' = 'in') =>
  unsupportedText(text, { what: 'file', name: null, size: null, ...over }, 'Carla', direction).title

test.each<[Partial<Unsupported>, string]>([
  [{ name: 'a.pdf', size: 5200 }, 'Carla wanted to send you \u2068a.pdf\u2069 (5.2 kB)'],
  [{ name: 'a.pdf' }, 'Carla wanted to send you \u2068a.pdf\u2069'],
  [{}, 'Carla wanted to send you a file'],
  [{ what: 'encrypted', name: '<b>{{name}}' }, 'Encrypted with \u2068<b>{{name}}\u2069'],
  [{ what: 'encrypted' }, 'Encrypted with something unknown'],
  [{ what: 'video-call' }, 'Carla called you with video'],
])('%o', (unsupported, expected) => expect(title(unsupported)).toBe(expected))

test.each(['file', 'call', 'video-call', 'session', 'otr', 'encrypted', 'attention'] as const)('%s has words', what => {
  expect(title({ what })).not.toBe('')
  expect(title({ what }, 'out')).not.toContain('Carla')
})
