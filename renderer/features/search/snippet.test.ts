import { expect, test } from 'vitest'
import { snippetOf } from './snippet.ts'

/** Hits in brackets. */
const shown = (body: string, query: string) =>
  snippetOf(body, query)
    .map(({ text, hit }) => (hit ? `[${text}]` : text))
    .join('')

test.each([
  ['pídele a Alejandro el cable', 'ale', 'pídele a [Ale]jandro el cable'],
  ['Begoña y BEGONA', 'begoñ', '[Begoñ]a y [BEGON]A'],
  ['Begon\u0303a', 'begon', '[Begon\u0303]a'],
  ['uno\n\n  dos', 'dos un', '[un]o [dos]'],
  ['galería', 'ale', 'galería'],
  ['foo-bar', 'foo-b', '[foo]-[b]ar'],
  ['<b>ale</b>', 'ale', '<b>[ale]</b>'],
  ['anything', '***', 'anything'],
  ['', 'ale', ''],
])('in %j %j is shown as %s', (body, query, expected) => expect(shown(body, query)).toBe(expected))

test('of a long one the part around the first hit, from the beginning of a word on', () => {
  const body = `${'before '.repeat(50)}Alejandro${' after'.repeat(50)}`
  const snippet = shown(body, 'ale')
  expect(snippet).toMatch(/^…(before ){1,4}\[Ale\]jandro( after)+/)
  expect(snippet.endsWith('…')).toBe(true)
  expect(snippet.length).toBeLessThan(160)
})

test('a huge one without a blank takes no time', () => {
  const start = performance.now()
  expect(shown(`${'x'.repeat(40_000)}-ale`, 'ale')).toBe('…[ale]')
  expect(performance.now() - start).toBeLessThan(2000)
})
