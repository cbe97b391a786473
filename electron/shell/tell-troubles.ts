import { type BrowserWindow, dialog } from 'electron'
import type { Language } from '../../shared/domain/settings.ts'
import type { Trouble } from '../../shared/domain/trouble.ts'
import { troubleWords } from './trouble-words.ts'

/** Says once what was damaged and has been repaired, one after the other, in front of the loaded window. */
export async function tellTroubles(
  window: BrowserWindow,
  troubles: readonly Trouble[],
  language: Language,
): Promise<void> {
  if (troubles.length === 0) return
  await new Promise<void>(loaded => window.webContents.once('did-finish-load', () => loaded()))
  for (const trouble of troubles) {
    const { title, sentence } = troubleWords(trouble, language)
    await dialog.showMessageBox(window, { type: 'warning', message: title, detail: sentence })
  }
}
