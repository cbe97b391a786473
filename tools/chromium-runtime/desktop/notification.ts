import { spawn } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { app } from '../app/app.ts'
import { mayUseDesktop } from '../program.ts'

/** Electron's `Notification`. `app` emits `stand-in-notification` with it, so that a test can see and click it. */
export class Notification extends EventEmitter {
  readonly title: string
  readonly body: string
  readonly silent: boolean

  static isSupported(): boolean {
    return true
  }

  constructor(options: { readonly title?: string; readonly body?: string; readonly silent?: boolean } = {}) {
    super()
    this.title = options.title ?? ''
    this.body = options.body ?? ''
    this.silent = options.silent ?? false
  }

  show(): void {
    app.emit('stand-in-notification', this)
    this.emit('show', {})
    if (!mayUseDesktop()) return
    // Not every desktop has the program: a notice that is not seen is no reason to fail.
    spawn('notify-send', [`--app-name=${app.name}`, '--', this.title, this.body], { stdio: 'ignore' }).on(
      'error',
      () => {},
    )
  }

  close(): void {
    this.emit('close', {})
  }
}
