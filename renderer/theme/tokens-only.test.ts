import { describe, expect, it } from 'vitest'

const sheets = import.meta.glob<string>(['../**/*.css', '!./tokens.css', '!./measures.css'], {
  query: '?raw',
  import: 'default',
  eager: true,
})

/** Styles without comments, line by line, with where they stand. */
const lines = Object.entries(sheets).flatMap(([file, css]) =>
  css
    .replaceAll(/\/\*[\s\S]*?\*\//g, comment => comment.replaceAll(/[^\n]/g, ''))
    .split('\n')
    .map((line, index) => ({ where: `${file}:${index + 1}`, line: line.trim() }))
    .filter(({ line }) => line.includes(':') && !line.startsWith('@')),
)

describe('styles outside of the tokens', () => {
  it('are found', () => {
    expect(Object.keys(sheets).length).toBeGreaterThan(20)
  })

  it.each([
    ['colour', /#[0-9a-f]{3,8}\b|\b(rgb|hsl|oklch|oklab|lab|lch|color)a?\(|:\s*(white|black|red|gr[ae]y)\b/i],
    // One pixel hides things from sight and draws hairlines; the type scale of a code span is relative to its text.
    ['size', /(?<![\w.-])(?!0px|1px|640px)\d*\.?\d+(px|rem|pt|vw)\b/],
    ['duration', /(?<![\w.-])\d*\.?\d+m?s\b/],
    ['physical side', /\b(margin|padding|border|inset)-(left|right)\b|(?<![\w-])(left|right):/],
  ])('hold no raw %s', (_what, raw) => {
    expect(lines.filter(({ line }) => raw.test(line)).map(({ where, line }) => `${where} ${line}`)).toEqual([])
  })
})
