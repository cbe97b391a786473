import type { Language } from '../../shared/domain/settings.ts'
import { catalogues, type TextKey, type ValuesOf } from '../../shared/lang/catalogue.ts'

/** What stands in the window, in the language that it is shown in. */
export type WordsOf = <Key extends TextKey>(key: Key, ...values: ValuesOf<Key>) => string

/** Texts of the program's own catalogue, with their places filled in. */
export function wordsOf(language: Language): WordsOf {
  return (key, ...[values]) => {
    const [noun, name] = key.split('.') as [keyof (typeof catalogues)['en'], never]
    const text: string = catalogues[language][noun][name]
    const filled = Object.entries(values ?? {})
    return filled.reduce((sentence, [place, value]) => sentence.replace(`{{${place}}}`, String(value)), text)
  }
}
