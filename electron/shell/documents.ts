import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { app, BrowserWindow, dialog } from 'electron'
import type { Documents } from '../core/ports/index.ts'
import { storageFailed } from '../store/storage-failed.ts'

/** The system's dialogs, above the window. */
export function systemDocuments(): Documents {
  return {
    async save(name, text) {
      const options = { defaultPath: join(app.getPath('downloads'), name) }
      const window = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0]
      const asked = window === undefined ? dialog.showSaveDialog(options) : dialog.showSaveDialog(window, options)
      const { canceled, filePath } = await asked
      if (canceled || filePath === '') return false
      try {
        await writeFile(filePath, text, { mode: 0o600 })
      } catch (error) {
        throw storageFailed('The file could not be written', error)
      }
      return true
    },
  }
}
