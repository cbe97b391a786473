import type { createCodec as CreateCodec } from '../ipc/codec.ts'
import type { MainMessage, PageMessage } from '../ipc/messages.ts'
import type { createBridge as CreateBridge } from './bridge.ts'

/** What a preload is called with, as a CommonJS module. */
export type Preload = (
  require: (id: string) => unknown,
  module: { exports: unknown },
  exports: unknown,
  process: unknown,
  global: unknown,
) => void

/**
 * The preload's world: a sandboxed preload with `ipcRenderer`, `contextBridge` and `webUtils`, apart from the page's.
 *
 * The function's source is injected into pages: it uses nothing from outside of itself.
 */
export function preparePreloadWorld(
  createCodec: typeof CreateCodec,
  createBridge: typeof CreateBridge,
  secret: string,
  processInfo: object,
  preload: Preload,
): void {
  if (window.parent !== window) return
  type Listener = (...args: readonly unknown[]) => void
  type Call = { readonly channel: string; resolve(value: unknown): void; reject(error: Error): void }

  const { encode, decode } = createCodec()
  const bridge = createBridge(`${secret}-preload`, `${secret}-page`)
  const toMain: (text: string) => void = Reflect.get(globalThis, 'standInSend')
  const post = (message: PageMessage): void => toMain(JSON.stringify(message))
  const listeners = new Map<string, { readonly listener: Listener; readonly run: Listener }[]>()
  const calls = new Map<number, Call>()
  const files = new Map<string, File>()
  let lastCall = 0

  const add = (channel: string, listener: Listener, run: Listener): void => {
    listeners.set(channel, [...(listeners.get(channel) ?? []), { listener, run }])
  }
  const remove = (channel: string, listener: Listener): void => {
    const known = listeners.get(channel) ?? []
    const last = known.findLast(entry => entry.listener === listener)
    listeners.set(
      channel,
      known.filter(entry => entry !== last),
    )
  }
  const filesIn = (args: string): readonly string[] => [...files.keys()].filter(name => args.includes(name))

  const ipcRenderer = {
    on(channel: string, listener: Listener) {
      add(channel, listener, listener)
      return ipcRenderer
    },
    once(channel: string, listener: Listener) {
      add(channel, listener, (...args) => {
        remove(channel, listener)
        listener(...args)
      })
      return ipcRenderer
    },
    off(channel: string, listener: Listener) {
      remove(channel, listener)
      return ipcRenderer
    },
    removeListener: (channel: string, listener: Listener) => ipcRenderer.off(channel, listener),
    removeAllListeners(channel: string) {
      listeners.delete(channel)
      return ipcRenderer
    },
    send(channel: string, ...values: readonly unknown[]): void {
      const args = encode(values)
      post({ type: 'send', channel, args, files: filesIn(args) })
    },
    async invoke(channel: string, ...values: readonly unknown[]): Promise<unknown> {
      const args = encode(values)
      lastCall += 1
      const id = lastCall
      post({ type: 'invoke', id, channel, args, files: filesIn(args) })
      return new Promise((resolve, reject) => calls.set(id, { channel, resolve, reject }))
    },
  }

  function receive(message: MainMessage): void {
    if (message.type === 'event') {
      const args = decode(message.args)
      for (const { run } of listeners.get(message.channel) ?? []) {
        run({ sender: ipcRenderer, ports: [] }, ...(Array.isArray(args) ? args : []))
      }
      return
    }
    const call = calls.get(message.id)
    calls.delete(message.id)
    if (message.type === 'result') call?.resolve(decode(message.value))
    else call?.reject(new Error(`Error invoking remote method '${call.channel}': ${message.error}`))
  }

  const electron = {
    ipcRenderer,
    contextBridge: { exposeInMainWorld: bridge.expose },
    webUtils: {
      /** A name that stands for the file: the main process puts the path in its place when a message brings it there. */
      getPathForFile(file: File): string {
        const name = `stand-in-file:${crypto.randomUUID()}`
        files.set(name, file)
        return name
      },
    },
  }

  const require = (id: string): unknown => {
    const name = id.replace(/^node:/, '')
    if (name === 'electron' || name === 'electron/renderer') return electron
    if (name === 'timers') return { setTimeout, setInterval, clearTimeout, clearInterval }
    if (name === 'url') return { URL, URLSearchParams }
    // What Electron says to a sandboxed preload.
    throw new Error(`module not found: ${id}`)
  }

  const reportWindow = (focused: boolean | null): void =>
    post({
      type: 'window',
      focused,
      bounds: { x: screenX, y: screenY, width: outerWidth, height: outerHeight },
    })
  addEventListener('focus', event => event.target === window && reportWindow(true), true)
  addEventListener('blur', event => event.target === window && reportWindow(false), true)
  addEventListener('resize', () => reportWindow(null))

  Reflect.deleteProperty(globalThis, 'standInSend')
  Object.defineProperty(globalThis, 'standInReceive', { value: (text: string) => receive(JSON.parse(text)) })
  Object.defineProperty(globalThis, 'standInFile', { value: (name: string) => files.get(name) })

  const module = { exports: {} }
  try {
    preload(require, module, module.exports, processInfo, globalThis)
  } catch (error) {
    post({ type: 'preload-failed', error: error instanceof Error ? (error.stack ?? error.message) : String(error) })
    console.error('Unable to load preload script', error)
  }
}
