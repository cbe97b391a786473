import { EventEmitter } from 'node:events'
import { app } from '../app/app.ts'
import type { Menu } from './menu.ts'
import type { NativeImage } from './native-image.ts'

/** Electron's `Tray`: never drawn. `app` emits `stand-in-tray` with it, so that a test can click it. */
export class Tray extends EventEmitter {
  image: NativeImage | string
  toolTip = ''
  menu: Menu | null = null
  #destroyed = false

  constructor(image: NativeImage | string) {
    super()
    this.image = image
    app.emit('stand-in-tray', this)
  }

  setImage(image: NativeImage | string): void {
    this.image = image
  }

  setToolTip(text: string): void {
    this.toolTip = text
  }

  setContextMenu(menu: Menu | null): void {
    this.menu = menu
  }

  destroy(): void {
    this.#destroyed = true
  }

  isDestroyed(): boolean {
    return this.#destroyed
  }
}
