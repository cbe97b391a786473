import { join } from 'node:path'
import type { MessageBoxOptions, OpenDialogOptions, SaveDialogOptions } from 'electron'
import { app } from '../app/app.ts'
import { BrowserWindow } from '../window/browser-window.ts'
import { askInPage, chooseFilesInPage } from './page-dialog.ts'

/** Electron's dialogs, drawn inside of the page. A test answers them there, or puts its own function in their place. */
export const dialog = {
  async showOpenDialog(...args: readonly unknown[]): Promise<{ canceled: boolean; filePaths: string[] }> {
    const { window, options } = split<OpenDialogOptions>(args)
    const filePaths = await chooseFilesInPage(window, {
      several: options.properties?.includes('multiSelections') ?? false,
      folders: options.properties?.includes('openDirectory') ?? false,
      extensions: (options.filters ?? []).flatMap(filter => filter.extensions),
    })
    return { canceled: filePaths.length === 0, filePaths }
  },

  async showSaveDialog(...args: readonly unknown[]): Promise<{ canceled: boolean; filePath: string }> {
    const { window, options } = split<SaveDialogOptions>(args)
    const { button, text } = await askInPage(window, {
      message: options.title ?? options.buttonLabel ?? 'Save',
      detail: options.message ?? '',
      buttons: [options.buttonLabel ?? 'Save', 'Cancel'],
      cancelButton: 1,
      // A name alone is meant for the folder of downloads.
      path: absolute(options.defaultPath ?? ''),
    })
    const canceled = button !== 0 || text === ''
    return { canceled, filePath: canceled ? '' : text }
  },

  async showMessageBox(...args: readonly unknown[]): Promise<{ response: number; checkboxChecked: boolean }> {
    const { window, options } = split<MessageBoxOptions>(args)
    const buttons = options.buttons?.length ? options.buttons : ['OK']
    const { button } = await askInPage(window, {
      message: options.message,
      detail: options.detail ?? '',
      buttons,
      cancelButton: options.cancelId ?? 0,
      path: null,
    })
    return { response: button, checkboxChecked: false }
  },

  showErrorBox(title: string, content: string): void {
    console.error(`${title}: ${content}`)
  },
}

/** The window is optional and comes first. @throws Error where no window is open: these dialogs need one */
function split<Options>(args: readonly unknown[]): { readonly window: BrowserWindow; readonly options: Options } {
  const [first, second] = args
  const window =
    first instanceof BrowserWindow ? first : (BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0])
  if (window === undefined) throw new Error('The Chromium stand-in shows dialogs inside of a window, and none is open')
  return { window, options: ((first instanceof BrowserWindow ? second : first) ?? {}) as Options }
}

const absolute = (path: string): string => (path.startsWith('/') ? path : join(app.getPath('downloads'), path))
