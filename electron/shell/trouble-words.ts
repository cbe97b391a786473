import { assertNever } from '../../shared/assert-never.ts'
import type { Language } from '../../shared/domain/settings.ts'
import type { Trouble } from '../../shared/domain/trouble.ts'
import { catalogues } from '../../shared/lang/catalogue.ts'

export interface TroubleWords {
  readonly title: string
  readonly sentence: string
}

/** What was damaged at the start and what became of it, for a person. */
export function troubleWords(trouble: Trouble, language: Language): TroubleWords {
  const words = catalogues[language].trouble
  const { file } = trouble
  switch (trouble.type) {
    case 'archive-damaged': {
      const { kept, lost } = trouble
      const values = { file, kept: String(kept.messages), lost: String(lost.messages) }
      return { title: words['archive-damaged'], sentence: fill(words['archive-damaged-kept'], values) }
    }
    case 'settings-damaged': {
      const sentence = words[trouble.used === 'backup' ? 'settings-damaged-backup' : 'settings-damaged-partly']
      return { title: words['settings-damaged'], sentence: fill(sentence, { file }) }
    }
    default:
      return assertNever(trouble)
  }
}

function fill(sentence: string, values: Readonly<Record<string, string>>): string {
  return sentence.replace(/\{\{(\w+)\}\}/g, (whole, name: string) => values[name] ?? whole)
}
