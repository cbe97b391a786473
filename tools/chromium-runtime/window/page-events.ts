import { preventable } from '../app/event.ts'
import { isPlaceholder, type PageTarget } from '../chromium/chromium.ts'
import { fromChromiumUrl } from './schemes.ts'

/** Tells in Electron's words what Chromium tells of a page. */
export function relayPageEvents(options: {
  readonly target: PageTarget
  /** Hears the names and arguments of Electron's events of `webContents`. */
  readonly emit: (name: string, ...args: readonly unknown[]) => void
  /** Hears the address of each document, and each change within one. */
  readonly onUrl: (url: string) => void
  readonly onWindowOpen: (url: string) => void
}): void {
  const { emit, onUrl } = options
  const { session, targetId } = options.target
  /** False as long as the window shows its placeholder, of which nobody shall hear. */
  let isReal = false

  session.on('Page.frameStartedNavigating', ({ frameId, url, navigationType }) => {
    if (isPlaceholder(url)) return
    const isSameDocument = navigationType === 'sameDocument'
    emit(
      'did-start-navigation',
      preventable({ url: fromChromiumUrl(url), isSameDocument, isMainFrame: frameId === targetId }),
    )
  })
  session.on('Page.frameNavigated', ({ frame }) => {
    const url = `${frame.url}${frame.urlFragment ?? ''}`
    if (frame.parentId !== undefined || isPlaceholder(url)) return
    isReal = true
    onUrl(fromChromiumUrl(url))
    emit('did-navigate', {}, fromChromiumUrl(url))
  })
  session.on('Page.navigatedWithinDocument', ({ frameId, url }) => {
    if (frameId !== targetId) return
    onUrl(fromChromiumUrl(url))
    emit('did-navigate-in-page', {}, fromChromiumUrl(url), true)
  })
  session.on('Page.domContentEventFired', () => {
    if (isReal) emit('dom-ready', {})
  })
  session.on('Page.loadEventFired', () => {
    if (isReal) emit('did-finish-load', {})
  })
  session.on('Page.lifecycleEvent', ({ name, frameId, loaderId }) => {
    if (!isReal || frameId !== targetId) return
    if (name === 'firstContentfulPaint') emit('first-paint')
    if (name === 'load') emit('document-loaded', loaderId)
  })
  session.on('Page.javascriptDialogOpening', ({ type }) => {
    if (type === 'beforeunload') session.send('Page.handleJavaScriptDialog', { accept: true }).catch(() => {})
  })
  session.on('Page.windowOpen', ({ url }) => options.onWindowOpen(fromChromiumUrl(url)))
  session.on('Runtime.consoleAPICalled', ({ type, args }) => {
    const message = args.map(value => String(value.value ?? value.description ?? '')).join(' ')
    emit('console-message', { level: type, message })
  })
}
