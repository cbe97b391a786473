/** What stands in the window, in the language of who looks at it. */
import type { Language } from '../../shared/domain/settings.ts'
import { type Catalogue, catalogues } from '../../shared/lang/catalogue.ts'

export interface Words extends Catalogue {
  readonly language: Language
}

export const wordsOf = (language: Language): Words => ({ language, ...catalogues[language] })

/** A text of the catalogue with its places filled in. */
export function filled(sentence: string, values: Readonly<Record<string, string | number>>): string {
  return sentence.replace(/\{\{(\w+)\}\}/g, (whole, name: string) => String(values[name] ?? whole))
}

/** For names that begin with it, and say more. */
export function beginsWith(text: string): RegExp {
  return new RegExp(`^${text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}`)
}
