// The least that a program on this runtime can be: what Centella's start is held against.
import { join } from 'node:path'
import { app, BrowserWindow } from 'electron'

await app.whenReady()
const window = new BrowserWindow({
  width: 480,
  height: 640,
  show: false,
  webPreferences: { contextIsolation: true, sandbox: true },
})
window.once('ready-to-show', () => window.show())
await window.loadFile(join(import.meta.dirname, 'index.html'))
app.on('window-all-closed', () => app.quit())
