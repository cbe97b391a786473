// A small Electron program, written for Electron and knowing nothing of the stand-in.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { app, BrowserWindow, dialog, ipcMain, protocol, session } from 'electron'

const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAYAAACddGYaAAAAFElEQVR4nGNkYPj/nwEKmBiQAG4OAEZ9AgLyJ1ZXAAAAAElFTkSuQmCC',
  'base64',
)
const log = (...words) => console.log(...words)

protocol.registerSchemesAsPrivileged([{ scheme: 'sample', privileges: { standard: true, secure: true } }])

function open(options = {}) {
  const window = new BrowserWindow({
    width: 640,
    height: 480,
    show: false,
    title: 'Sample',
    ...options,
    webPreferences: {
      preload: join(import.meta.dirname, 'preload.cjs'),
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
    },
  })
  window.once('ready-to-show', () => {
    window.show()
    log('shown')
  })
  window.webContents.setWindowOpenHandler(({ url }) => {
    log('refused', url)
    return { action: 'deny' }
  })
  window.webContents.on('will-navigate', event => event.preventDefault())
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    log('gone', reason)
    window.webContents.reload()
  })
  window.on('closed', () => log('closed', window.isDestroyed()))
  window.loadFile(join(import.meta.dirname, 'page.html'))
  return window
}

ipcMain.handle('echo', (_event, value) => value)
ipcMain.handle('fail', () => {
  throw new RangeError('out of bounds')
})
ipcMain.handle('unclonable', () => () => {})
ipcMain.handle('sender', event => ({
  own: event.senderFrame === event.sender.mainFrame,
  url: event.senderFrame.url,
  title: BrowserWindow.fromWebContents(event.sender).getTitle(),
}))
ipcMain.handle('ask', () => dialog.showMessageBox({ message: 'Really?', buttons: ['Yes', 'No'], cancelId: 1 }))
ipcMain.handle('choose', () => dialog.showOpenDialog({ properties: ['openFile'] }))
ipcMain.handle('save', () => dialog.showSaveDialog({ defaultPath: '/tmp/suggested.txt' }))
ipcMain.on('news', (event, value) => event.sender.send('news', 'answer', value))

if (!app.requestSingleInstanceLock({ from: process.pid })) {
  log('second')
  app.quit()
} else {
  globalThis.openSample = open
  app.on('second-instance', (_event, argv, _folder, data) => log('second-instance', argv.at(-1), data.from))
  for (const name of ['before-quit', 'will-quit', 'quit', 'window-all-closed']) app.on(name, () => log(name))
  app.whenReady().then(() => {
    protocol.handle('sample-picture', () => new Response(picture, { headers: { 'content-type': 'image/png' } }))
    protocol.handle('sample', request => {
      const name = new URL(request.url).pathname.slice(1)
      const type = name.endsWith('.js') ? 'text/javascript' : 'text/html'
      return new Response(readFileSync(join(import.meta.dirname, name)), { headers: { 'content-type': type } })
    })
    session.defaultSession.setPermissionRequestHandler((_contents, _permission, decide) => decide(false))
    log('ready', process.versions.electron, process.type, app.getPath('userData'))
    if (!process.argv.includes('--no-window')) open()
  })
}
