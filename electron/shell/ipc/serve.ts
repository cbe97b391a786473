import { ipcMain, type WebContents } from 'electron'
import { toFailure } from '../../../shared/domain/failure.ts'
import { mostFiles, type StagedFile } from '../../../shared/domain/file.ts'
import { type Answer, callChannel, changesChannel, filesChannel } from '../../../shared/ipc/bridge.ts'
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
  /** Files that were dropped or pasted, by the paths that the preload was given. */
  readonly stageFiles: (paths: readonly string[]) => Promise<readonly StagedFile[]>
  readonly log: Log
}): IpcServer {
  const { handlers, isOwnPage, stageFiles, log } = options
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

  ipcMain.handle(filesChannel, async (event, paths: unknown): Promise<Answer<readonly StagedFile[]>> => {
    const frame = event.senderFrame
    const isOurs =
      windows.has(event.sender) && frame === event.sender.mainFrame && frame !== null && isOwnPage(frame.url)
    if (!isOurs) return { ok: false, failure: { code: 'untrusted-sender', details: {} } }
    try {
      const known = Array.isArray(paths) ? paths.filter(path => typeof path === 'string').slice(0, mostFiles) : []
      return { ok: true, value: await stageFiles(known) }
    } catch (error) {
      return { ok: false, failure: toFailure(error) }
    }
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
      ipcMain.removeHandler(filesChannel)
      windows.clear()
    },
  }
}
