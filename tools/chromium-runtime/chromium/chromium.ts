import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import type { Duplex } from 'node:stream'
import { findChromium } from '../command-line.ts'
import { currentProgram, isHeadless, trace } from '../program.ts'
import { connectDevTools, type DevTools, type DevToolsSession } from './devtools.ts'
import { type Bounds, browserFlags, profileFlags, windowFlags } from './flags.ts'
import { profileIsFree } from './profile.ts'

/** A window of Chromium, attached to before its page runs. */
export interface PageTarget {
  readonly targetId: string
  readonly session: DevToolsSession
}

export interface Chromium {
  /** The folder of Chromium's own profile. Set before the first window. */
  profile: () => string
  /** Starts Chromium without a window, where it does not run yet. */
  start(): Promise<DevTools>
  /** Opens an app-mode window. @throws Error where Chromium cannot be started */
  openWindow(options: { readonly title: string; readonly bounds: Bounds }): Promise<PageTarget>
  closeTarget(targetId: string): Promise<void>
  /** Calls with the target of a window that is gone, whoever closed it. */
  onWindowGone(listener: (targetId: string) => void): void
  /** Calls with the target of a page whose process is gone, how it ended in Chromium's words, and its exit code. */
  onCrash(listener: (targetId: string, status: string, exitCode: number) => void): void
  /** Calls when a page asks for another window. It never gets one: `allow` is not supported. */
  onPopup(listener: (openerId: string) => void): void
  /** Ends Chromium, by force after three seconds. */
  close(): Promise<void>
  /** Ends Chromium at once: for the last moment of the process. */
  kill(): void
}

/** Milliseconds that Chromium has to end by itself. */
const longestFarewell = 3000
const placeholder = 'data:text/html,'
const mark = /#stand-in-(\d+)$/

/** Whether an address is that of a window which has not been told its page yet. */
export const isPlaceholder = (url: string): boolean => url.startsWith(placeholder) && mark.test(url)

export const runsSandboxed = (): boolean => process.getuid?.() !== 0 && !currentProgram().switches.has('no-sandbox')

function createChromium(): Chromium {
  const waiting = new Map<number, (target: PageTarget) => void>()
  const goneListeners = new Set<(targetId: string) => void>()
  const crashListeners = new Set<Parameters<Chromium['onCrash']>[0]>()
  const popupListeners = new Set<(openerId: string) => void>()
  /** Session id -> target id of the windows that are open. */
  const open = new Map<string, string>()
  let lastMark = 0
  let running: { readonly child: ChildProcess; readonly devTools: DevTools } | null = null
  let starting: Promise<DevTools> | null = null

  const executable = (): string => {
    const found = findChromium()
    if (found === null) throw new Error('No Chromium is installed. On Debian: apt-get install chromium')
    return found
  }
  const sharedFlags = (): readonly string[] => profileFlags({ profile: api.profile(), sandbox: runsSandboxed() })

  /** @param firstWindow flags of the window that Chromium opens as it starts, or that it opens none */
  async function launch(firstWindow: readonly string[]): Promise<DevTools> {
    const { switches } = currentProgram()
    await profileIsFree(api.profile())
    mkdirSync(api.profile(), { recursive: true, mode: 0o700 })
    const flags = [...sharedFlags(), ...browserFlags({ headless: isHeadless(), switches }), ...firstWindow]
    trace('starting Chromium', flags)
    // A group of its own: Ctrl+C is for the program, which then closes Chromium in good order.
    const child = spawn(executable(), flags, { detached: true, stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'] })
    const devTools = connectDevTools(child.stdio[4] as Duplex, child.stdio[3] as Duplex)
    let words = ''
    child.stderr?.on('data', (chunk: Buffer) => {
      words = `${words}${chunk.toString()}`.slice(-8000)
      const line = /^DevTools listening on .*$/m.exec(chunk.toString())
      // Playwright waits for this line.
      if (line !== null) process.stderr.write(`${line[0]}\n`)
    })
    running = { child, devTools }
    const gone = new Promise<never>((_, reject) => {
      const end = (reason: string): void => {
        trace('Chromium is gone', reason)
        running = null
        starting = null
        // First the reason, then what follows from it.
        reject(new Error(`Chromium ended: ${reason}\n${words}`))
        devTools.end()
        for (const targetId of open.values()) for (const listener of goneListeners) listener(targetId)
        open.clear()
      }
      child.once('error', error => end(error.message))
      child.once('exit', (code, signal) => end(String(signal ?? code)))
    })
    gone.catch(() => {})
    devTools.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => attached(devTools, sessionId, targetInfo))
    devTools.on('Target.detachedFromTarget', ({ sessionId }) => {
      const targetId = open.get(sessionId)
      open.delete(sessionId)
      devTools.forget(sessionId)
      if (targetId === undefined) return
      // What the page said last may have come in the same read: it is heard first.
      setImmediate(() => {
        for (const listener of goneListeners) listener(targetId)
      })
    })
    devTools.on('Target.targetCrashed', ({ targetId, status, errorCode }) => {
      trace('a page is gone', { status, errorCode })
      for (const listener of crashListeners) listener(targetId, status, errorCode)
    })
    const version = await Promise.race([devTools.send('Browser.getVersion'), gone])
    Object.assign(process.versions, { chrome: version.product.split('/')[1] })
    const filter = [{ type: 'page' }]
    await devTools.send('Target.setAutoAttach', {
      autoAttach: true,
      waitForDebuggerOnStart: true,
      flatten: true,
      filter,
    })
    // Only then does it tell how a page's process ended.
    await devTools.send('Target.setDiscoverTargets', { discover: true, filter })
    trace('Chromium runs', version.product)
    return devTools
  }

  function start(firstWindow: readonly string[]): Promise<DevTools> {
    starting ??= launch(firstWindow).catch((error: unknown) => {
      starting = null
      throw error
    })
    return starting
  }

  function attached(
    devTools: DevTools,
    sessionId: string,
    info: { readonly url: string; readonly targetId: string; readonly openerId?: string },
  ): void {
    const number = Number(mark.exec(info.url)?.[1] ?? 0)
    const resolve = waiting.get(number)
    const session = devTools.session(sessionId)
    if (resolve !== undefined) {
      waiting.delete(number)
      open.set(sessionId, info.targetId)
      resolve({ targetId: info.targetId, session })
      return
    }
    // The opener stands still until the new window has been let run, even if only to be closed.
    session.send('Runtime.runIfWaitingForDebugger').catch(() => {})
    void api.closeTarget(info.targetId)
    for (const listener of popupListeners) listener(info.openerId ?? '')
  }

  const api: Chromium = {
    profile: () => {
      throw new Error('Chromium has no profile yet')
    },
    start: () => start(['--no-startup-window']),
    async openWindow({ title, bounds }) {
      lastMark += 1
      const url = `${placeholder}<title>${encodeURIComponent(title)}</title>#stand-in-${lastMark}`
      const target = new Promise<PageTarget>(resolve => waiting.set(lastMark, resolve))
      const flags = windowFlags(url, bounds, currentProgram().name)
      if (isHeadless()) {
        const devTools = await api.start()
        const { x: left, y: top, width, height } = bounds
        const place = left === undefined || top === undefined ? {} : { left, top }
        await devTools.send('Target.createTarget', { url, width, height, newWindow: true, ...place })
      } else if (starting === null) {
        await start(flags)
      } else {
        await starting
        // A second process hands over to the first; it is the only way to an app-mode window of a running Chromium.
        const messenger = spawn(executable(), [...sharedFlags(), ...flags], { stdio: 'ignore' })
        messenger.on('error', error => trace('no window', error))
      }
      return target
    },
    async closeTarget(targetId) {
      await running?.devTools.send('Target.closeTarget', { targetId }).catch(() => {
        // It was closed by somebody else in the meantime.
      })
    },
    onWindowGone: listener => goneListeners.add(listener),
    onCrash: listener => crashListeners.add(listener),
    onPopup: listener => popupListeners.add(listener),
    async close() {
      if (running === null) return
      const { child, devTools } = running
      const ended = new Promise<void>(resolve => child.once('exit', () => resolve()))
      devTools.send('Browser.close').catch(() => {})
      const limit = setTimeout(() => api.kill(), longestFarewell)
      await ended
      clearTimeout(limit)
    },
    kill() {
      const pid = running?.child.pid
      if (pid === undefined) return
      try {
        process.kill(-pid, 'SIGKILL')
      } catch {
        // It has just ended.
      }
    },
  }
  return api
}

/** One Chromium for one process, as Electron has it. */
export const chromium = createChromium()
