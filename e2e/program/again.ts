/** The window after its page has crashed: Playwright's own line to a page ends with the page's process. */
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { chromium, type Page } from '@playwright/test'
import type { Program } from './program.ts'

export interface PageAgain extends AsyncDisposable {
  readonly page: Page
}

/** A second line to the only window, by the port that the browser of the program has written down. */
export async function pageAgain({ profile }: Program): Promise<PageAgain> {
  const places = [join(profile, 'DevToolsActivePort'), join(profile, 'chromium', 'DevToolsActivePort')]
  const file = places.find(existsSync)
  if (file === undefined) throw new Error('The program has no DevTools port')
  const [port] = (await readFile(file, 'utf8')).split('\n')
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`)
  const [page] = browser.contexts().flatMap(context => context.pages())
  if (page === undefined) throw new Error('There is no window')
  return { page, [Symbol.asyncDispose]: () => browser.close() }
}

/** Crashes the page of the window, and resolves when another one has loaded. */
export async function crashPage({ app }: Program): Promise<void> {
  await app.evaluate(async ({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents
    if (contents === undefined) throw new Error('There is no window')
    const loaded = new Promise<void>(done => contents.once('did-finish-load', () => done()))
    contents.forcefullyCrashRenderer()
    await loaded
  })
}

/** Closes the window as a person does, while the program goes on, and opens it again as a click on its icon does. */
export async function reopenWindow({ app }: Program): Promise<Page> {
  await app.evaluate(async ({ app: main, BrowserWindow }) => {
    // Where nothing stays in the tray, closing the last window quits.
    main.removeAllListeners('window-all-closed')
    main.on('window-all-closed', () => {})
    const [window] = BrowserWindow.getAllWindows()
    const closed = new Promise<void>(done => window?.once('closed', () => done()))
    window?.close()
    await closed
  })
  const opened = app.waitForEvent('window')
  await app.evaluate(({ app: main }) => void main.emit('activate'))
  const page = await opened
  await page.waitForURL(/\/renderer\/index\.html$/)
  return page
}
