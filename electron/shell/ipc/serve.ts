import { ipcMain, type WebContents } from 'electron'
import { type Answer, callChannel, changesChannel } from '../../../shared/ipc/bridge.ts'
import type { Change } from '../../../shared/ipc/changes.ts'
import type { CommandHandlers } from '../../../shared/ipc/index.ts'
import type { Log } from '../../core/ports/index.ts'
import { createDispatch } from './dispatch.ts'

export interface IpcServer {
  /** Serves a window from now on, until it is destroyed. */
  add(contents: WebContents): void
  /** Sends changes to every window that has its snapshot. */
  send(changes: readonly Change[]): void
  dispose(): void
}

/** The one place of the main process that talks to pages. Each call is checked twice: its sender, then its payload. */
export function serveIpc(options: {
  readonly handlers: CommandHandlers
  /** Whether an address is our own page. */
  readonly isOwnPage: (url: string) => boolean
  readonly log: Log
}): IpcServer {
  const { handlers, isOwnPage, log } = options
  const dispatch = createDispatch({ handlers, log })
  /** Windows, and whether they have their snapshot: what was changed before it is in it, and must not come again. */
  const windows = new Map<WebContents, { ready: boolean }>()

  ipcMain.handle(callChannel, async (event, name: unknown, payload: unknown): Promise<Answer<unknown>> => {
    const window = windows.get(event.sender)
    const frame = event.senderFrame
    if (window === undefined || frame === null || frame !== event.sender.mainFrame || !isOwnPage(frame.url)) {
      log.error('a call from a page that is not ours was refused')
      return { ok: false, failure: { code: 'untrusted-sender', details: {} } }
    }
    const answer = await dispatch(name, payload)
    // In the same turn as the snapshot was taken: no change is told twice or never.
    if (name === 'program.snapshot' && answer.ok) window.ready = true
    return answer
  })

  return {
    add(contents) {
      windows.set(contents, { ready: false })
      contents.once('destroyed', () => windows.delete(contents))
      // A page that starts anew asks for its snapshot again.
      contents.on('did-start-navigation', details => {
        const window = windows.get(contents)
        if (window !== undefined && details.isMainFrame && !details.isSameDocument) window.ready = false
      })
    },
    send(changes) {
      for (const [contents, window] of windows) {
        if (window.ready && !contents.isDestroyed()) contents.send(changesChannel, changes)
      }
    },
    dispose() {
      ipcMain.removeHandler(callChannel)
      windows.clear()
    },
  }
}
