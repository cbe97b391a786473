import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { pngOf } from '../../e2e/program/picture.ts'
import { languages } from '../../shared/domain/settings.ts'
import { catalogues } from '../../shared/lang/catalogue.ts'
import { smallPng } from './small-png.ts'

const docs = join(import.meta.dirname, '../../docs')
const guideIn = (language: string) => readFileSync(join(docs, `guide.${language}.md`), 'utf8')
const picturesOf = (text: string) =>
  [...text.matchAll(/!\[([^\]]*)\]\(([^)]+)\)/g)].map(([, words = '', file = '']) => ({ words, file }))

for (const language of languages) {
  const text = guideIn(language)

  it(`shows pictures that are there, small ones, with words for those who do not see them (${language})`, () => {
    const shown = picturesOf(text)
    for (const { words, file } of shown) {
      expect(existsSync(join(docs, file)), file).toBe(true)
      expect(statSync(join(docs, file)).size, file).toBeLessThan(100_000)
      expect(words.length, file).toBeGreaterThan(8)
    }
    const made = readdirSync(join(docs, 'images/guide')).filter(name => name.endsWith(`.${language}.png`))
    expect(shown.map(({ file }) => file.replace('images/guide/', '')).sort()).toEqual(made.sort())
  })

  it(`names what stands in the window (${language})`, () => {
    const sentences = Object.values(catalogues[language]).flatMap(noun => Object.values(noun as Record<string, string>))
    const known = new Set(sentences)
    const filled = sentences
      .filter(each => each.includes('{{') && each.replace(/{{\w+}}/g, '').trim().length > 6)
      .map(
        each =>
          new RegExp(
            `^${each
              .split(/{{\w+}}/)
              .map(part => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
              .join('.+')}$`,
          ),
      )
    const named = [...text.matchAll(/\*\*([^*]+)\*\*/g)].map(([, name = '']) => name.replaceAll('\n', ' '))
    expect(named.length).toBeGreaterThan(80)
    const missing = named.filter(name => !known.has(name) && !filled.some(each => each.test(name)))
    expect(missing.filter(name => name !== 'bold' && name !== 'negrita')).toEqual([])
  })

  it(`leads to headings and files that are there (${language})`, () => {
    const headings = [...text.matchAll(/^#+ (.+)$/gm)].map(([, words = '']) =>
      words
        .toLowerCase()
        .replace(/[^\p{L}\p{N} -]/gu, '')
        .replaceAll(' ', '-'),
    )
    for (const [, to = ''] of text.matchAll(/(?<!!\[[^\]]*)\]\(([^)]+)\)/g)) {
      if (to.startsWith('#')) expect(headings).toContain(to.slice(1))
      else expect(existsSync(join(docs, to)), to).toBe(true)
    }
  })
}

it('is the same guide in both languages', () => {
  const shape = (language: string) => {
    const text = guideIn(language)
    return {
      headings: [...text.matchAll(/^(#+) /gm)].map(([, level]) => level),
      rows: text.split('\n').filter(line => line.startsWith('|')).length,
      pictures: picturesOf(text).map(({ file }) => file.replace(`.${language}.`, '.')),
    }
  }
  expect(shape('es')).toEqual(shape('en'))
})

it('makes pictures small without changing what is seen', () => {
  const flat = pngOf(64, (x, y) => (x < 0.5 ? [250, 250, 250] : y < 0.5 ? [10, 90, 120] : [200, 40, 30]))
  const small = smallPng(flat)
  expect([small.readUInt32BE(16), small.readUInt32BE(20), small.readUInt8(25)]).toEqual([64, 64, 3])
  const palette = small.indexOf('PLTE')
  expect(small.readUInt32BE(palette - 4)).toBe(9)
  expect(() => smallPng(Buffer.from(small))).toThrow('kind 3')
})
