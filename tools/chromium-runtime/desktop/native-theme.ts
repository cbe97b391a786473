import { EventEmitter } from 'node:events'
import type { DevToolsSession } from '../chromium/devtools.ts'

type ThemeSource = 'system' | 'light' | 'dark'

/** Electron's `nativeTheme`: what pages see as `prefers-color-scheme`. The system's own choice is not known: light. */
export class NativeTheme extends EventEmitter {
  readonly shouldUseHighContrastColors = false
  readonly #pages = new Set<DevToolsSession>()
  #source: ThemeSource = 'system'

  get themeSource(): ThemeSource {
    return this.#source
  }

  set themeSource(source: ThemeSource) {
    if (source === this.#source) return
    this.#source = source
    for (const page of this.#pages) void this.#apply(page)
    this.emit('updated')
  }

  get shouldUseDarkColors(): boolean {
    return this.#source === 'dark'
  }

  /** The runtime's own: keeps a page up to date until it is gone. */
  async follow(page: DevToolsSession): Promise<void> {
    this.#pages.add(page)
    if (this.#source !== 'system') await this.#apply(page)
  }

  async #apply(page: DevToolsSession): Promise<void> {
    const features = this.#source === 'system' ? [] : [{ name: 'prefers-color-scheme', value: this.#source }]
    await page.send('Emulation.setEmulatedMedia', { features }).catch(() => this.#pages.delete(page))
  }
}

export const nativeTheme = new NativeTheme()
