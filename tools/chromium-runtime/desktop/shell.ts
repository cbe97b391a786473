import { spawn } from 'node:child_process'
import { app } from '../app/app.ts'
import { mayUseDesktop } from '../program.ts'

/** Electron's `shell`. `app` emits `stand-in-open` with what would be opened, so that a test can see it. */
export const shell = {
  async openExternal(url: string): Promise<void> {
    app.emit('stand-in-open', url)
    openOnDesktop(url)
  },
  async openPath(path: string): Promise<string> {
    app.emit('stand-in-open', path)
    openOnDesktop(path)
    return ''
  },
  showItemInFolder(path: string): void {
    app.emit('stand-in-open', path)
  },
  beep(): void {},
}

function openOnDesktop(what: string): void {
  if (!mayUseDesktop()) return
  const child = spawn('xdg-open', [what], { stdio: 'ignore', detached: true })
  child.on('error', error => console.error(`Chromium stand-in: cannot open ${what}: ${error.message}`))
  child.unref()
}
