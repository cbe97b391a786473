import { app, dialog } from 'electron'
import { type FailureCode, toFailure } from '../../shared/domain/failure.ts'
import { catalogues } from '../../shared/lang/catalogue.ts'
import { redactLog } from '../stanza/redact/redact-log.ts'
import { systemLanguage } from './program.ts'

/** The program cannot start at all: says so in the system's language, before there is a window, and ends. */
export function endWithFailure(error: unknown): void {
  const { code, details } = toFailure(error)
  const { title, sentence } = wordsOf(code, details.condition)
  // The words of an error that nobody expected may hold what it stumbled over.
  const text = code === 'internal' && details.text !== undefined ? redactLog(details.text) : details.text
  dialog.showErrorBox(title, [sentence, text].filter(part => part !== undefined).join('\n\n'))
  app.exit(1)
}

function wordsOf(code: FailureCode, condition = ''): { readonly title: string; readonly sentence: string } {
  const { failure, trouble } = catalogues[systemLanguage()]
  const words: Readonly<Record<string, string>> = { ...failure, ...trouble }
  const title = words[`${code}-title`] ?? code
  return { title, sentence: words[`storage-${condition}`] ?? words[`${code}-sentence`] ?? '' }
}
