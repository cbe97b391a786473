import { EventEmitter } from 'node:events'

let copied = ''

/** Electron's `clipboard`: the process's own, not the desktop's. */
export const clipboard = {
  writeText(text: string): void {
    copied = text
  },
  readText: (): string => copied,
  clear(): void {
    copied = ''
  },
}

/** Electron's `powerMonitor`: silent until a test emits `suspend`, `resume`, `lock-screen` or `unlock-screen`. */
export const powerMonitor = Object.assign(new EventEmitter(), {
  getSystemIdleTime: (): number => 0,
  getSystemIdleState: (): string => 'active',
})

const area = { x: 0, y: 0, width: 1280, height: 800 }
const display = { id: 1, scaleFactor: 1, bounds: area, workArea: area, size: area, workAreaSize: area }

/** Electron's `screen`: one display of a usual size, whatever the real one is. */
export const screen = Object.assign(new EventEmitter(), {
  getPrimaryDisplay: () => display,
  getAllDisplays: () => [display],
  getDisplayMatching: () => display,
})

export const crashReporter = { start(): void {} }
