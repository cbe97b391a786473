import { randomUUID } from 'node:crypto'
import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import type { RenderProcessGoneDetails, WebPreferences } from 'electron'
import { preventable } from '../app/event.ts'
import type { PageTarget } from '../chromium/chromium.ts'
import { imageFrom, type NativeImage } from '../desktop/native-image.ts'
import { nativeTheme } from '../desktop/native-theme.ts'
import { defaultSession } from '../desktop/session.ts'
import { createCodec } from '../ipc/codec.ts'
import { type IpcEvent, IpcMain, ipcMain } from '../ipc/ipc-main.ts'
import type { PageMessage } from '../ipc/messages.ts'
import { mainWorldSource, preloadWorldSource } from '../page/source.ts'
import { electronVersion, errorText, trace } from '../program.ts'
import { relayPageEvents } from './page-events.ts'
import { createPreloadLink, preloadWorld } from './preload-link.ts'
import { interceptRequests } from './requests.ts'
import { toChromiumUrl } from './schemes.ts'

const { encode, decode } = createCodec()
let lastId = 0

/** The one frame that the program talks to. The object stays the same as long as the window. */
export interface MainFrame {
  readonly url: string
  readonly routingId: number
}

type WindowReport = Extract<PageMessage, { type: 'window' }>
type OpenVerdict = { readonly action: 'allow' | 'deny' }
type OpenHandler = (details: { readonly url: string; readonly disposition: string }) => OpenVerdict

/** Electron's `webContents`: the page of one window, and the messages to and from its preload. */
export class WebContents extends EventEmitter {
  readonly session = defaultSession
  readonly ipc = new IpcMain()
  readonly id: number
  readonly mainFrame: MainFrame
  readonly #page = Promise.withResolvers<PageTarget>()
  readonly #close: () => void
  #openHandler: OpenHandler = () => ({ action: 'deny' })
  readonly #link = createPreloadLink({ page: this.#page.promise, receive: message => this.#receive(message) })
  #url = ''
  #loading = false
  #destroyed = false
  #zoom = 1
  targetId: string | null = null

  constructor(close: () => void) {
    super()
    lastId += 1
    const id = lastId
    const address = (): string => this.#url
    this.id = id
    this.#close = close
    this.#page.promise.catch(() => {
      // Each caller hears of it by itself.
    })
    this.on('did-finish-load', () => {
      this.#loading = false
    })
    this.on('render-process-gone', () => this.#link.reset())
    this.mainFrame = {
      routingId: id,
      get url() {
        return address()
      },
    }
  }

  /** The runtime's own: makes the page that Chromium has opened this one's. Its preload runs before any page's script. */
  async attach(target: PageTarget, preferences: WebPreferences): Promise<void> {
    const { session, targetId } = target
    this.targetId = targetId
    const secret = randomUUID()
    const preload = preferences.preload === undefined ? '' : readFileSync(preferences.preload, 'utf8')
    relayPageEvents({
      target,
      emit: (name, ...args) => this.emit(name, ...args),
      onUrl: url => {
        this.#url = url
      },
      onWindowOpen: url => this.#askForWindow(url),
    })
    await Promise.all([
      session.send('Page.enable'),
      session.send('Page.setLifecycleEventsEnabled', { enabled: true }),
      this.#link.attach(target),
      session.send('Page.addScriptToEvaluateOnNewDocument', { source: mainWorldSource(secret) }),
      session.send('Page.addScriptToEvaluateOnNewDocument', {
        worldName: preloadWorld,
        source: preloadWorldSource({ secret, preload, process: processInfo(preferences) }),
      }),
      interceptRequests({ target, mayNavigate: url => this.#mayNavigate(url) }),
      nativeTheme.follow(session),
      this.session.applyPermissions(),
      session.send('Runtime.runIfWaitingForDebugger'),
    ])
    this.#page.resolve(target)
  }

  /** The runtime's own: the process of the page has ended. */
  pageGone(reason: RenderProcessGoneDetails['reason'], exitCode: number): void {
    if (!this.#destroyed) this.emit('render-process-gone', {}, { reason, exitCode })
  }

  /** The runtime's own: the window is gone. */
  detach(): void {
    if (this.#destroyed) return
    this.#destroyed = true
    this.#link.reset()
    this.#page.reject(new Error('Object has been destroyed'))
    this.emit('destroyed')
  }

  #askForWindow(url: string): void {
    const { action } = this.#openHandler({ url, disposition: 'foreground-tab' })
    if (action === 'allow') console.error('Chromium stand-in: a page asked for a window; that is not supported')
  }

  #mayNavigate(url: string): boolean {
    const event = preventable({ url, isMainFrame: true, isSameDocument: false })
    this.emit('will-navigate', event, url)
    return !event.defaultPrevented
  }

  async #receive(message: PageMessage): Promise<void> {
    if (message.type === 'window') {
      this.emit('window-report', message satisfies WindowReport)
      return
    }
    if (message.type === 'preload-failed') {
      console.error('Unable to load preload script', message.error)
      this.emit('preload-error', {}, '', new Error(message.error))
      return
    }
    const args = decode(await this.#link.withPaths(message.args, message.files)) as readonly unknown[]
    const event: IpcEvent = {
      sender: this,
      senderFrame: this.mainFrame,
      reply: (channel, ...values) => this.send(channel, ...values),
    }
    if (message.type === 'send') {
      this.ipc.emit(message.channel, event, ...args)
      ipcMain.emit(message.channel, event, ...args)
      return
    }
    const { id, channel } = message
    try {
      const value = encode(await ipcMain.run(channel, event, args))
      this.#link.post({ type: 'result', id, value })
    } catch (error) {
      console.error(`Error occurred in handler for '${channel}':`, error)
      this.#link.post({ type: 'failure', id, error: String(error) })
    }
  }

  /** @throws Error "An object could not be cloned." */
  send(channel: string, ...values: readonly unknown[]): void {
    this.#link.post({ type: 'event', channel, args: encode(values) })
  }

  async loadURL(url: string): Promise<void> {
    const { session } = await this.#page.promise
    this.#loading = true
    const { errorText: failure, loaderId } = await session.send('Page.navigate', {
      url: toChromiumUrl(new URL(url).href),
    })
    if (failure !== undefined) {
      this.emit('did-fail-load', {}, -2, failure, url, true)
      throw new Error(`${failure} (-2) loading '${url}'`)
    }
    // Without one it was a jump within the document.
    if (loaderId !== undefined) await this.#loaded(loaderId)
  }

  /** Waits for one document: an earlier one may still be finishing. */
  #loaded(loaderId: string): Promise<void> {
    return new Promise(resolve => {
      const hear = (id: string): void => {
        if (id !== loaderId) return
        this.off('document-loaded', hear)
        resolve()
      }
      this.on('document-loaded', hear)
    })
  }

  reload(): void {
    this.#inPage(session => session.send('Page.reload'))
  }

  forcefullyCrashRenderer(): void {
    // It is never answered.
    this.#inPage(session => session.send('Page.crash'))
  }

  async executeJavaScript(expression: string): Promise<unknown> {
    const { session } = await this.#page.promise
    const options = { expression, awaitPromise: true, returnByValue: true, userGesture: true }
    const { result, exceptionDetails } = await session.send('Runtime.evaluate', options)
    if (exceptionDetails !== undefined)
      throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
    return result.value
  }

  async capturePage(): Promise<NativeImage> {
    const { session } = await this.#page.promise
    const { data } = await session.send('Page.captureScreenshot', { format: 'png' })
    return imageFrom(Buffer.from(data, 'base64'))
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.#openHandler = handler
  }

  setZoomFactor(factor: number): void {
    this.#zoom = factor
    this.executeJavaScript(`document.documentElement.style.zoom = ${Number(factor)}`).catch(() => {})
  }

  getZoomFactor(): number {
    return this.#zoom
  }

  /** The runtime's own: the page's context and connection, for what is drawn or asked inside of the page. */
  async inspect(): Promise<PageTarget & { readonly context: number }> {
    const target = await this.#page.promise
    const context = this.#link.context()
    if (context === null) throw new Error('The page is not loaded')
    return { ...target, context }
  }

  /** The runtime's own: does something with the page, where there is still one. */
  #inPage(run: (session: PageTarget['session']) => Promise<unknown>): void {
    this.#page.promise.then(({ session }) => run(session)).catch(error => trace('page', errorText(error)))
  }

  focus(): void {
    this.#inPage(session => session.send('Page.bringToFront'))
  }

  close(): void {
    this.#close()
  }

  getURL(): string {
    return this.#url
  }

  isLoading(): boolean {
    return this.#loading
  }

  isDestroyed(): boolean {
    return this.#destroyed
  }
}

function processInfo(preferences: WebPreferences): object {
  const { platform, arch, versions } = process
  const argv = preferences.additionalArguments ?? []
  return {
    type: 'renderer',
    sandboxed: true,
    contextIsolated: true,
    platform,
    arch,
    argv,
    env: {},
    versions: { ...versions, electron: electronVersion },
  }
}
