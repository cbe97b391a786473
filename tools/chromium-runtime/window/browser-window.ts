import { EventEmitter } from 'node:events'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { BrowserWindowConstructorOptions, Rectangle, RenderProcessGoneDetails } from 'electron'
import { app } from '../app/app.ts'
import { preventable } from '../app/event.ts'
import { chromium, type PageTarget } from '../chromium/chromium.ts'
import type { PageMessage } from '../ipc/messages.ts'
import { errorText, isHeadless, trace } from '../program.ts'
import { centreOf, offScreen, placeWindow, setWindowState } from './placement.ts'
import { createRegistry } from './registry.ts'
import { WebContents } from './web-contents.ts'

const windows = createRegistry<BrowserWindow>()
let focused: BrowserWindow | null = null
let lastId = 0

/** Milliseconds after loading, after which a window counts as painted even if Chromium does not say so. */
const longestPaint = 150
/** Milliseconds that a page has to say its last words. */
const longestLeave = 1000

app.windows = windows
windows.onEmpty(() => app.lastWindowGone())
chromium.onWindowGone(targetId => {
  windows
    .all()
    .find(window => window.webContents.targetId === targetId)
    ?.gone()
})
chromium.onCrash((targetId, status, exitCode) => {
  const crashed = windows.all().find(window => window.webContents.targetId === targetId)
  crashed?.webContents.pageGone(goneReasons[status] ?? 'crashed', exitCode)
})

/** How a page's process ended: Chromium's words in the DevTools protocol, and Electron's. */
const goneReasons: Readonly<Record<string, RenderProcessGoneDetails['reason']>> = {
  normal: 'clean-exit',
  abnormal: 'abnormal-exit',
  killed: 'killed',
  crashed: 'crashed',
  'failed to launch': 'launch-failed',
  oom: 'oom',
  'oom killed': 'oom',
  'integrity failure': 'integrity-failure',
}

/** Electron's `BrowserWindow`: one app-mode window of Chromium. */
export class BrowserWindow extends EventEmitter {
  readonly id: number
  readonly webContents: WebContents
  readonly #target: Promise<PageTarget>
  #bounds: Rectangle
  #placed: boolean
  #title: string
  #visible: boolean
  #minimized = false
  #painted = false
  #closeAsked = false
  #destroyed = false

  static getAllWindows(): BrowserWindow[] {
    return [...windows.all()]
  }

  static getFocusedWindow(): BrowserWindow | null {
    return focused
  }

  static fromWebContents(contents: WebContents | null): BrowserWindow | null {
    return windows.all().find(window => window.webContents === contents) ?? null
  }

  constructor(options: BrowserWindowConstructorOptions = {}) {
    super()
    lastId += 1
    this.id = lastId
    const { width = 800, height = 600, x, y } = options
    this.#placed = x !== undefined && y !== undefined
    this.#bounds = { x: x ?? 0, y: y ?? 0, width, height }
    this.#title = options.title ?? app.name
    this.#visible = options.show ?? true
    this.webContents = new WebContents(() => this.close())
    windows.add(this)
    this.#watch()
    this.#target = this.#open(options)
    this.#target.catch((error: unknown) => {
      if (!this.#destroyed) app.fail(errorText(error))
    })
    app.emit('browser-window-created', {}, this)
    app.emit('web-contents-created', {}, this.webContents)
  }

  async #open(options: BrowserWindowConstructorOptions): Promise<PageTarget> {
    const { width, height, x, y } = this.#bounds
    const place = this.#visible ? (this.#placed ? { x, y } : {}) : offScreen
    const target = await chromium.openWindow({ title: this.#title, bounds: { width, height, ...place } })
    await this.webContents.attach(target, options.webPreferences ?? {})
    if (!this.#placed) this.#bounds = { ...this.#bounds, ...(await centreOf(target, this.#bounds)) }
    this.#placed = true
    // Chromium remembers where the last window was, and prefers that to what it was told.
    if (this.#visible) await this.#place(target)
    return target
  }

  #watch(): void {
    const contents = this.webContents
    const paint = (): void => {
      if (this.#painted || this.#destroyed) return
      this.#painted = true
      this.emit('ready-to-show')
    }
    contents.on('first-paint', paint)
    contents.on('did-finish-load', () => setTimeout(paint, longestPaint).unref())
    contents.on('window-report', ({ focused: hasFocus, bounds }: Extract<PageMessage, { type: 'window' }>) => {
      // Without a display every page believes that it has the focus, and its window has tabs.
      if (isHeadless()) return
      if (hasFocus !== null) this.#setFocused(hasFocus)
      if (!this.#visible || this.#minimized || bounds.width === 0) return
      const { width, height } = this.#bounds
      this.#bounds = bounds
      if (bounds.width !== width || bounds.height !== height) this.emit('resize')
    })
  }

  #setFocused(on: boolean): void {
    if (on === (focused === this)) return
    if (on) focused?.blur()
    focused = on ? this : null
    this.emit(on ? 'focus' : 'blur', {})
    app.emit(on ? 'browser-window-focus' : 'browser-window-blur', {}, this)
  }

  #place(target: PageTarget, position: { readonly x: number; readonly y: number } = this.#bounds): Promise<void> {
    const { width, height } = this.#bounds
    return placeWindow(target, { width, height, ...(this.#placed || !this.#visible ? position : {}) })
  }

  #later(run: (target: PageTarget) => Promise<void>): void {
    this.#target.then(run).catch((error: unknown) => trace('window', errorText(error)))
  }

  loadURL(url: string): Promise<void> {
    return this.webContents.loadURL(url)
  }

  loadFile(path: string, options: { readonly hash?: string; readonly search?: string } = {}): Promise<void> {
    const url = pathToFileURL(resolve(app.getAppPath(), path))
    url.search = options.search ?? ''
    url.hash = options.hash ?? ''
    return this.webContents.loadURL(url.href)
  }

  show(): void {
    this.showInactive()
    this.focus()
  }

  showInactive(): void {
    if (this.#visible) return
    this.#visible = true
    this.#later(target => this.#place(target))
    this.emit('show', {})
  }

  hide(): void {
    if (!this.#visible) return
    this.#visible = false
    this.#later(target => this.#place(target, offScreen))
    this.#setFocused(false)
    this.emit('hide', {})
  }

  focus(): void {
    if (!this.#visible) return
    this.webContents.focus()
    this.#setFocused(true)
  }

  blur(): void {
    this.#setFocused(false)
  }

  minimize(): void {
    this.#minimized = true
    this.#later(target => setWindowState(target, 'minimized'))
    this.#setFocused(false)
    this.emit('minimize', {})
  }

  restore(): void {
    if (!this.#minimized) return
    this.#minimized = false
    this.#later(target => setWindowState(target, 'normal'))
    this.emit('restore', {})
  }

  /** Closes unless a listener prevents it. A person's own click on the window's cross cannot be prevented. */
  close(): void {
    if (this.#destroyed || this.#closeAsked) return
    const event = preventable()
    this.#closeAsked = true
    this.emit('close', event)
    if (event.defaultPrevented) {
      this.#closeAsked = false
      app.stayOpen()
    } else this.#leave()
  }

  /** Lets the page say its last words (`beforeunload`), as Electron does; one that does not answer is closed all the same. */
  #leave(): void {
    setTimeout(() => this.destroy(), longestLeave).unref()
    this.#later(async ({ session }) => {
      await session.send('Page.close')
    })
  }

  destroy(): void {
    if (this.#destroyed) return
    this.#closeAsked = true
    this.#later(({ targetId }) => chromium.closeTarget(targetId))
    this.#later(async () => this.gone())
  }

  /** The runtime's own: Chromium's window is gone, whoever closed it. */
  gone(): void {
    if (this.#destroyed) return
    if (!this.#closeAsked) this.emit('close', preventable())
    this.#destroyed = true
    this.#setFocused(false)
    this.webContents.detach()
    this.emit('closed')
    windows.remove(this)
  }

  setTitle(title: string): void {
    this.#title = title
    this.webContents.executeJavaScript(`document.title = ${JSON.stringify(title)}`).catch(() => {})
  }

  getTitle(): string {
    return this.#title
  }

  setBounds(bounds: Partial<Rectangle>): void {
    const before = this.#bounds
    this.#bounds = { ...before, ...bounds }
    this.#placed ||= bounds.x !== undefined
    if (this.#visible) this.#later(target => this.#place(target))
    const { x, y, width, height } = this.#bounds
    if (width !== before.width || height !== before.height) this.emit('resize')
    if (x !== before.x || y !== before.y) this.emit('move')
  }

  getBounds(): Rectangle {
    return { ...this.#bounds }
  }

  getContentBounds(): Rectangle {
    return this.getBounds()
  }

  isVisible(): boolean {
    return this.#visible && !this.#destroyed
  }

  isMinimized(): boolean {
    return this.#minimized
  }

  isFocused(): boolean {
    return focused === this
  }

  isDestroyed(): boolean {
    return this.#destroyed
  }

  // A stand-in's windows have no menu bar and no title bar of their own.
  setMenu(): void {}
  setTitleBarOverlay(): void {}
  setIcon(): void {}
  flashFrame(): void {}
}

/** Electron's `webContents` module. */
export const webContents = {
  getAllWebContents: (): WebContents[] => windows.all().map(window => window.webContents),
  fromId: (id: number): WebContents | undefined => webContents.getAllWebContents().find(contents => contents.id === id),
  /** Playwright finds the window of a page by this. */
  fromDevToolsTargetId: (id: string): WebContents | undefined =>
    webContents.getAllWebContents().find(contents => contents.targetId === id),
  getFocusedWebContents: (): WebContents | null => focused?.webContents ?? null,
}
