const { contextBridge, ipcRenderer, webUtils } = require('electron')

globalThis.preloadGlobal = 'seen by the preload alone'

contextBridge.exposeInMainWorld('sample', {
  invoke: (channel, ...values) => ipcRenderer.invoke(channel, ...values),
  send: (channel, ...values) => ipcRenderer.send(channel, ...values),
  onNews(listener) {
    const receive = (_event, ...values) => listener(...values)
    ipcRenderer.on('news', receive)
    return () => ipcRenderer.off('news', receive)
  },
  pathOf: file => ipcRenderer.invoke('echo', { path: webUtils.getPathForFile(file) }),
  process: { type: process.type, platform: process.platform, electron: process.versions.electron },
  isIsolated: () => typeof window.page === 'undefined',
})
