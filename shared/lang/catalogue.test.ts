import { describe, expect, it } from 'vitest'
import { catalogues } from './catalogue.ts'

const flat = (catalogue: Readonly<Record<string, Readonly<Record<string, string>>>>) =>
  Object.entries(catalogue).flatMap(([noun, words]) =>
    Object.entries(words).map(([name, sentence]) => [`${noun}.${name}`, sentence] as const),
  )

const english = flat(catalogues.en)
const spanish = new Map(flat(catalogues.es))
const placeholders = (sentence: string) => [...sentence.matchAll(/{{(\w+)}}/g)].map(match => match[1]).sort()

describe('the catalogues', () => {
  it('have the same texts in the same order', () => {
    expect([...spanish.keys()]).toEqual(english.map(([key]) => key))
  })

  it('fill in the same values', () => {
    const filled = (entries: Iterable<readonly [string, string]>) =>
      Object.fromEntries([...entries].map(([key, sentence]) => [key, placeholders(sentence)]))
    expect(filled(spanish)).toEqual(filled(english))
  })

  it.each([
    ['has no space at its ends and is not empty', /^$|^\s|\s$/],
    ['is calm', /[!¡]|\b(please|oops|successfully|por favor|éxito)\b/i],
    ['has plain words and speaks to a friend', /\b(JID|MUC|usted|su contraseña)\b/i],
    ['has typographic dots and quotes', /\.\.\.|"|'(?!s\b)/],
  ])('every text %s', (_rule, offence) => {
    expect([...english, ...spanish].filter(([, sentence]) => offence.test(sentence))).toEqual([])
  })

  it('close what they open', () => {
    const open = [...english, ...spanish].filter(([, sentence]) => /[{}]/.test(sentence.replaceAll(/{{\w+}}/g, '')))
    expect(open).toEqual([])
  })

  it.each(['en', 'es'] as const)('%s has both forms of each text that counts', language => {
    const keys = new Set(flat(catalogues[language]).map(([key]) => key))
    for (const key of keys) {
      if (key.endsWith('_one')) expect(keys).toContain(key.replace(/_one$/, '_other'))
      if (key.endsWith('_other')) expect(keys).toContain(key.replace(/_other$/, '_one'))
    }
  })
})
