import { BrowserWindow, dialog } from 'electron'
import type { Language } from '../../shared/domain/settings.ts'
import type { Trouble } from '../../shared/domain/trouble.ts'
import { troubleWords } from './trouble-words.ts'

/** Says once what was damaged and has been repaired, one after the other, in front of the window. */
export async function tellTroubles(troubles: readonly Trouble[], language: Language): Promise<void> {
  for (const trouble of troubles) {
    const { title, sentence } = troubleWords(trouble, language)
    const message = { type: 'warning', message: title, detail: sentence } as const
    const [window] = BrowserWindow.getAllWindows()
    await (window === undefined ? dialog.showMessageBox(message) : dialog.showMessageBox(window, message))
  }
}
