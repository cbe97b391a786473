import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { app, BrowserWindow, dialog, shell } from 'electron'
import type { Documents } from '../core/ports/index.ts'
import { storageFailed } from '../store/storage-failed.ts'

/** The system's dialogs, above the window. */
export function systemDocuments(): Documents {
  return {
    async save(name, text) {
      const options = { defaultPath: join(app.getPath('downloads'), name) }
      const window = currentWindow()
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
    async choose() {
      const properties: ('openFile' | 'multiSelections')[] = ['openFile', 'multiSelections']
      const window = currentWindow()
      const { canceled, filePaths } = await (window === undefined
        ? dialog.showOpenDialog({ properties })
        : dialog.showOpenDialog(window, { properties }))
      return canceled ? [] : filePaths
    },
    async chooseTarget(name) {
      const options = { defaultPath: join(app.getPath('downloads'), name) }
      const window = currentWindow()
      const { canceled, filePath } = await (window === undefined
        ? dialog.showSaveDialog(options)
        : dialog.showSaveDialog(window, options))
      return canceled || filePath === '' ? null : filePath
    },
    async open(path) {
      const failed = await shell.openPath(path)
      if (failed !== '') throw new Error(failed)
    },
    reveal: path => shell.showItemInFolder(path),
  }
}

function currentWindow(): BrowserWindow | undefined {
  return BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0]
}
