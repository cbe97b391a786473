import { EventEmitter } from 'node:events'

/** What a handler is told of the caller. */
export interface IpcEvent {
  readonly sender: unknown
  readonly senderFrame: unknown
  readonly reply: (channel: string, ...args: readonly unknown[]) => void
}

type Handler = (event: IpcEvent, ...args: readonly unknown[]) => unknown

/** Electron's `ipcMain`: listeners for `send`, one handler a channel for `invoke`. */
export class IpcMain extends EventEmitter {
  readonly #handlers = new Map<string, Handler>()

  handle(channel: string, handler: Handler): void {
    if (this.#handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`)
    this.#handlers.set(channel, handler)
  }

  handleOnce(channel: string, handler: Handler): void {
    this.handle(channel, (event, ...args) => {
      this.removeHandler(channel)
      return handler(event, ...args)
    })
  }

  removeHandler(channel: string): void {
    this.#handlers.delete(channel)
  }

  /** The runtime's own: runs the handler of a channel. @throws Error where there is none, and what the handler throws */
  async run(channel: string, event: IpcEvent, args: readonly unknown[]): Promise<unknown> {
    const handler = this.#handlers.get(channel)
    if (handler === undefined) throw new Error(`No handler registered for '${channel}'`)
    return handler(event, ...args)
  }
}

export const ipcMain = new IpcMain()
