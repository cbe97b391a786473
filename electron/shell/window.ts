import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { BrowserWindow, type Rectangle } from 'electron'
import type { Settings } from '../../shared/domain/settings.ts'
import { type Clock, drop, type Log } from '../core/ports/index.ts'
import { systemLanguage } from './program.ts'
import { createRevival } from './revival.ts'
import { tellStopped } from './tell-stopped.ts'

/** The sign-in window is small; the main one is as the person left it. */
export type WindowShape = 'sign-in' | 'main'

const shapes = {
  'sign-in': { width: 480, height: 640 },
  main: { width: 1280, height: 800 },
} as const
const smallest = { width: 400, height: 480 }
const titleStripHeight = 40

export interface MainWindow {
  readonly browserWindow: BrowserWindow
  /** Takes the size of the sign-in or of the main window; the centre stays where it is. */
  setShape(shape: WindowShape): void
}

const pageFile = join(import.meta.dirname, '../renderer/index.html')
const pageUrl = pathToFileURL(pageFile).href
/** In its place when it does not live: a few words and a link. */
const stoppedFile = join(import.meta.dirname, '../renderer/stopped.html')
const stoppedUrl = pathToFileURL(stoppedFile).href

/** Whether an address is our own page, whatever stands after the `#`. */
export const isOwnPage = (url: string): boolean => isAt(url, pageUrl)

const isAt = (url: string, place: string): boolean => url.split(/[?#]/)[0] === place

/**
 * Opens the window. It can go nowhere but to our own page, opens no other window, and gets no permission. A page that
 * crashes or does not answer is loaded again, a few times.
 */
export function openWindow(options: {
  readonly shape: WindowShape
  readonly openLink: (url: string) => void
  readonly settings: () => Settings
  /** The page was gone and is loaded again. */
  readonly onReload: () => void
  readonly quit: () => void
  readonly clock: Clock
  readonly log: Log
}): MainWindow {
  const { log } = options
  let shape = options.shape
  let mainBounds: Rectangle | null = null

  const browserWindow = new BrowserWindow({
    ...shapes[shape],
    minWidth: smallest.width,
    minHeight: smallest.height,
    show: false,
    title: 'Centella',
    autoHideMenuBar: true,
    titleBarStyle: process.platform === 'darwin' ? 'hiddenInset' : 'hidden',
    titleBarOverlay: { height: titleStripHeight },
    webPreferences: {
      preload: join(import.meta.dirname, '../preload/preload.cjs'),
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
    },
  })

  const contents = browserWindow.webContents
  contents.setWindowOpenHandler(({ url }) => {
    options.openLink(url)
    return { action: 'deny' }
  })
  contents.on('will-navigate', event => {
    if (!isAt(contents.getURL(), stoppedUrl) || !isOwnPage(event.url)) event.preventDefault()
  })
  contents.on('will-attach-webview', event => event.preventDefault())
  const load = (file: string, query: Record<string, string> = {}): void =>
    drop(browserWindow.loadFile(file, { query }), log, 'loading the page')
  const revival = createRevival({
    clock: options.clock,
    reload() {
      options.onReload()
      load(pageFile)
    },
    giveUp() {
      const { language, theme } = options.settings()
      const spoken = language ?? systemLanguage()
      if (!isAt(contents.getURL(), stoppedUrl)) load(stoppedFile, { language: spoken, theme })
      else drop(tellStopped({ language: spoken, loadAgain: () => load(pageFile), quit: options.quit }), log, 'telling')
    },
    end: () => contents.forcefullyCrashRenderer(),
  })
  contents.on('render-process-gone', (_event, { reason, exitCode }) => {
    log.error('the page is gone', { reason, exitCode })
    if (!contents.isDestroyed() && reason !== 'clean-exit') revival.gone()
  })
  browserWindow.on('unresponsive', () => {
    log.warn('the page does not answer')
    revival.unresponsive()
  })
  browserWindow.on('responsive', revival.responsive)
  browserWindow.once('closed', revival.dispose)
  browserWindow.once('ready-to-show', () => browserWindow.show())
  load(pageFile)

  return {
    browserWindow,
    setShape(next) {
      if (next === shape || browserWindow.isDestroyed()) return
      const now = browserWindow.getBounds()
      if (shape === 'main') mainBounds = now
      shape = next
      browserWindow.setBounds(next === 'main' && mainBounds !== null ? mainBounds : centred(now, shapes[next]))
    },
  }
}

function centred(around: Rectangle, size: { readonly width: number; readonly height: number }): Rectangle {
  return {
    x: Math.max(0, Math.round(around.x + (around.width - size.width) / 2)),
    y: Math.max(0, Math.round(around.y + (around.height - size.height) / 2)),
    width: size.width,
    height: size.height,
  }
}
