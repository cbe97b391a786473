import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const page = join(dirname(fileURLToPath(import.meta.url)), '../renderer')
/** Where the roles are given their values. */
const tokens = /^theme\/(tokens|measures[\w-]*)\.css$/

const sheets = readdirSync(page, { recursive: true, encoding: 'utf8' })
  .filter(file => file.endsWith('.css') && !tokens.test(file))
  .map(file => ({ file, css: readFileSync(join(page, file), 'utf8') }))

/** Styles without comments, line by line, with where they stand. */
const lines = sheets.flatMap(({ file, css }) =>
  css
    .replaceAll(/\/\*[\s\S]*?\*\//g, comment => comment.replaceAll(/[^\n]/g, ''))
    .split('\n')
    .map((line, index) => ({ where: `${file}:${index + 1}`, line: line.trim() }))
    .filter(({ line }) => line.includes(':') && !line.startsWith('@')),
)

describe('styles outside of the tokens', () => {
  it('are found', () => {
    expect(sheets.length).toBeGreaterThan(20)
    expect(lines.length).toBeGreaterThan(500)
  })

  it.each([
    ['colour', /#[0-9a-f]{3,8}\b|\b(rgb|hsl|oklch|oklab|lab|lch|color)a?\(|:\s*(white|black|red|gr[ae]y)\b/i],
    // One pixel hides things from sight; the whole of the window is no choice. What is in rem grows with the text: it
    // should be a role too, where it is more than the shape of one thing.
    ['size', /(?<![\w.-])(?!0px|1px|100vw|100vh)\d*\.?\d+(px|pt|vw|vh)\b/],
    ['duration', /(?<![\w.-])\d*\.?\d+m?s\b/],
    ['physical side', /\b(margin|padding|border|inset)-(left|right)\b|(?<![\w-])(left|right):/],
  ])('hold no raw %s', (_what, raw) => {
    expect(lines.filter(({ line }) => raw.test(line)).map(({ where, line }) => `${where} ${line}`)).toEqual([])
  })
})
