import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { BrowserWindow, type Rectangle } from 'electron'
import type { Log } from '../core/ports/index.ts'

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

/** Whether an address is our own page, whatever stands after the `#`. */
export const isOwnPage = (url: string): boolean => url.split(/[?#]/)[0] === pageUrl

/** Opens the window. It can go nowhere but to our own page, opens no other window, and gets no permission. */
export function openWindow(options: {
  readonly shape: WindowShape
  readonly openLink: (url: string) => void
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
  contents.on('will-navigate', event => event.preventDefault())
  contents.on('will-attach-webview', event => event.preventDefault())
  contents.on('render-process-gone', (_event, details) => {
    log.error('the page is gone', { reason: details.reason })
    if (!contents.isDestroyed() && details.reason !== 'clean-exit') contents.reload()
  })
  browserWindow.once('ready-to-show', () => browserWindow.show())
  browserWindow.loadFile(pageFile).catch((error: unknown) => {
    log.error('the page did not load', { error: error instanceof Error ? error.message : '' })
  })

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
