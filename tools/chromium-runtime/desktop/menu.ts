import { EventEmitter } from 'node:events'
import type { MenuItemConstructorOptions } from 'electron'
import { app } from '../app/app.ts'
import { BrowserWindow } from '../window/browser-window.ts'

/** Electron's `MenuItem`: it is never drawn, and does what it would do when `click()` is called. */
export class MenuItem {
  readonly id: string | undefined
  readonly label: string
  readonly type: string
  readonly role: string | undefined
  readonly submenu: Menu | null
  enabled: boolean
  visible: boolean
  checked: boolean
  readonly #options: MenuItemConstructorOptions

  constructor(options: MenuItemConstructorOptions) {
    this.#options = options
    this.id = options.id
    this.label = options.label ?? ''
    this.role = options.role
    this.type = options.type ?? (options.submenu === undefined ? 'normal' : 'submenu')
    this.submenu = Array.isArray(options.submenu) ? Menu.buildFromTemplate(options.submenu) : null
    this.enabled = options.enabled ?? true
    this.visible = options.visible ?? true
    this.checked = options.checked ?? false
  }

  click(): void {
    const listener: unknown = this.#options.click
    if (typeof listener === 'function') listener(this, BrowserWindow.getFocusedWindow() ?? undefined, {})
    else if (this.role === 'quit') app.quit()
    else if (this.role === 'close') BrowserWindow.getFocusedWindow()?.close()
  }
}

let applicationMenu: Menu | null = null

/** Electron's `Menu`. `app` emits `stand-in-menu` where one would pop up, so that a test can see and use it. */
export class Menu extends EventEmitter {
  readonly items: MenuItem[] = []

  static buildFromTemplate(template: readonly MenuItemConstructorOptions[]): Menu {
    const menu = new Menu()
    menu.items.push(...template.map(options => new MenuItem(options)))
    return menu
  }

  static setApplicationMenu(menu: Menu | null): void {
    applicationMenu = menu
  }

  static getApplicationMenu(): Menu | null {
    return applicationMenu
  }

  append(item: MenuItem): void {
    this.items.push(item)
  }

  popup(): void {
    app.emit('stand-in-menu', this)
    this.emit('menu-will-show', {})
  }

  closePopup(): void {
    this.emit('menu-will-close', {})
  }

  getMenuItemById(id: string): MenuItem | null {
    for (const item of this.items) {
      const found = item.id === id ? item : (item.submenu?.getMenuItemById(id) ?? null)
      if (found !== null) return found
    }
    return null
  }
}
