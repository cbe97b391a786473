import { spawn } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from '../chromium/chromium.ts'
import { currentProgram, errorText } from '../program.ts'
import type { OpenWindow } from '../window/registry.ts'
import { preventable } from './event.ts'
import { createPaths } from './paths.ts'
import { createSingleInstance } from './single-instance.ts'

/** The windows, as far as the life cycle needs them. `BrowserWindow` fills it in: it needs `app` itself. */
export interface Windows {
  readonly all: () => readonly OpenWindow[]
}

const program = currentProgram()
const { switches } = program

/** Electron's `app`: the program's life cycle, in the order in which Electron tells it. */
export class App extends EventEmitter {
  readonly name = program.name
  readonly isPackaged = false
  windows: Windows = { all: () => [] }

  readonly commandLine = {
    appendSwitch: (name: string, value = ''): void => void switches.set(name, value),
    hasSwitch: (name: string): boolean => switches.has(name),
    getSwitchValue: (name: string): string => switches.get(name) ?? '',
  }

  readonly #ready = Promise.withResolvers<void>()
  readonly #paths = createPaths({ name: () => this.name, switches })
  readonly #instance = createSingleInstance({
    profile: () => this.getPath('userData'),
    onSecondStart: ({ argv, folder, data }) => this.emit('second-instance', {}, argv, folder, data),
  })
  #isReady = false
  #quitting = false
  #exitCode: number | null = null

  /** The runtime's own: the program has been loaded and may now hear `ready`. */
  begin(): void {
    if (this.#exitCode !== null) return
    this.#isReady = true
    mkdirSync(this.getPath('userData'), { recursive: true, mode: 0o700 })
    // Playwright connects to Chromium before it lets the program become ready.
    if (switches.has('remote-debugging-port')) {
      chromium.start().catch((error: unknown) => this.fail(errorText(error)))
    }
    this.#ready.resolve()
    this.emit('ready', {}, {})
  }

  /** The runtime's own: ends with a reason where no window can be had. */
  fail(reason: string): void {
    console.error(`Chromium stand-in: ${reason}`)
    this.exit(1)
  }

  isReady(): boolean {
    return this.#isReady
  }

  whenReady(): Promise<void> {
    return this.#ready.promise
  }

  getName(): string {
    return this.name
  }

  getVersion(): string {
    return program.version
  }

  getAppPath(): string {
    return program.folder
  }

  getLocale(): string {
    return (
      switches.get('lang') ??
      (process.env.LC_ALL || process.env.LANG || 'en_US').replace(/[.@].*$/, '').replace('_', '-')
    )
  }

  getPreferredSystemLanguages(): string[] {
    return [/^[a-z]{2}/.test(this.getLocale()) ? this.getLocale() : 'en-US']
  }

  getPath(key: string): string {
    return this.#paths.get(key)
  }

  setPath(key: string, path: string): void {
    this.#paths.set(key, path)
  }

  requestSingleInstanceLock(data: unknown = null): boolean {
    return this.#instance.request(data)
  }

  hasSingleInstanceLock(): boolean {
    return this.#instance.has()
  }

  releaseSingleInstanceLock(): void {
    this.#instance.release()
  }

  /** Asks the program, then each window, then the program again; each may say no. */
  quit(): void {
    if (this.#quitting || this.#exitCode !== null) return
    const event = preventable()
    this.emit('before-quit', event)
    if (event.defaultPrevented) return
    this.#quitting = true
    const windows = this.windows.all()
    if (windows.length === 0) this.#finish()
    else for (const window of windows) window.close()
  }

  /** The runtime's own: a window refused to close, so the program goes on. */
  stayOpen(): void {
    this.#quitting = false
  }

  /** The runtime's own: the last window is gone. */
  lastWindowGone(): void {
    if (this.#exitCode !== null) return
    if (this.#quitting) this.#finish()
    else if (!this.emit('window-all-closed')) this.quit()
  }

  #finish(): void {
    const event = preventable()
    this.emit('will-quit', event)
    if (event.defaultPrevented) this.#quitting = false
    else this.exit(0)
  }

  /** Ends without asking. */
  exit(code = 0): void {
    if (this.#exitCode !== null) return
    this.#exitCode = code
    this.emit('quit', {}, code)
    Promise.allSettled([this.#instance.told(), chromium.close()]).then(() => process.exit(code))
  }

  relaunch(options: { readonly args?: readonly string[] } = {}): void {
    const args = options.args ?? process.argv.slice(1)
    process.once('exit', () => {
      spawn(process.execPath, [...process.execArgv, join(import.meta.dirname, '../run.ts'), ...args], {
        detached: true,
        stdio: 'ignore',
      }).unref()
    })
  }

  // What has no meaning on the stand-in, and says so.
  setAppUserModelId(): void {}
  enableSandbox(): void {}
  setAsDefaultProtocolClient(): boolean {
    return false
  }
  setBadgeCount(): boolean {
    return false
  }
}

export const app = new App()

chromium.profile = () => join(app.getPath('sessionData'), 'chromium')

/** Node ends a process that waits for nothing; Electron waits to be told. */
setInterval(() => {}, 2 ** 30)

let signals = 0
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    signals += 1
    // Who asks twice does not want to wait for the program's consent.
    if (signals === 1) app.quit()
    else app.exit(1)
  })
}
process.on('exit', () => chromium.kill())
