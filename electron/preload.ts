import { contextBridge, ipcRenderer, webUtils } from 'electron'
import { type Bridge, callChannel, changesChannel, filesChannel } from '../shared/ipc/bridge.ts'
import type { Change } from '../shared/ipc/changes.ts'
import { commandNames } from '../shared/ipc/command-names.ts'

const allowed: ReadonlySet<string> = new Set(commandNames)

/** All that the page can reach: the commands of the contract and the changes, never `ipcRenderer` or an event of it. */
const bridge: Bridge = {
  call(name, payload) {
    if (!allowed.has(name)) return Promise.reject(new Error('There is no such command'))
    return ipcRenderer.invoke(callChannel, name, payload)
  },
  filesOf(files) {
    const paths = files.filter(file => file instanceof File).map(file => webUtils.getPathForFile(file))
    return ipcRenderer.invoke(filesChannel, paths)
  },
  onChanges(listener) {
    const receive = (_event: unknown, changes: readonly Change[]): void => listener(changes)
    ipcRenderer.on(changesChannel, receive)
    return () => ipcRenderer.off(changesChannel, receive)
  },
}

contextBridge.exposeInMainWorld('centella', bridge)
