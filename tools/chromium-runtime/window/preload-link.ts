import type { PageTarget } from '../chromium/chromium.ts'
import type { MainMessage, PageMessage } from '../ipc/messages.ts'
import { errorText, trace } from '../program.ts'

/** The JavaScript world of the preload; the page's own world cannot reach it. */
export const preloadWorld = 'electron-preload'
const binding = 'standInSend'

/** The line between a window's preload and the main process. */
export interface PreloadLink {
  /** Listens to the page; before it is let run. */
  attach(target: PageTarget): Promise<void>
  /** Sends in order; what is sent while there is no document is lost, as it is in Electron. */
  post(message: MainMessage): void
  /** The preload's execution context in the document that is shown. */
  context(): number | null
  /** Puts paths in the place of the names that `webUtils.getPathForFile` gave out; '' for a file without one. */
  withPaths(args: string, files: readonly string[]): Promise<string>
  /** The document is gone, and with it whoever could listen. */
  reset(): void
}

export function createPreloadLink(options: {
  readonly page: Promise<PageTarget>
  readonly receive: (message: PageMessage) => Promise<void>
}): PreloadLink {
  const { page } = options
  let contextId: number | null = null

  return {
    context: () => contextId,
    reset() {
      contextId = null
    },
    async attach({ session, targetId }) {
      session.on('Runtime.executionContextCreated', ({ context }) => {
        if (context.name === preloadWorld && context.auxData?.frameId === targetId) contextId = context.id
      })
      session.on('Runtime.executionContextDestroyed', ({ executionContextId }) => {
        if (contextId === executionContextId) contextId = null
      })
      session.on('Runtime.executionContextsCleared', () => {
        contextId = null
      })
      session.on('Runtime.bindingCalled', ({ name, payload, executionContextId }) => {
        // What a document said that is gone by now has no sender any more.
        if (name !== binding || executionContextId !== contextId) return
        options.receive(JSON.parse(payload)).catch((error: unknown) => trace('message of a page', errorText(error)))
      })
      await Promise.all([
        session.send('Runtime.enable'),
        session.send('Runtime.addBinding', { name: binding, executionContextName: preloadWorld }),
      ])
    },
    post(message) {
      const context = contextId
      if (context === null) return
      const expression = `standInReceive(${JSON.stringify(JSON.stringify(message))})`
      page
        .then(({ session }) => session.send('Runtime.evaluate', { expression, contextId: context }))
        .catch((error: unknown) => trace('message to a page', errorText(error)))
    },
    async withPaths(args, files) {
      if (files.length === 0 || contextId === null) return args
      const { session } = await page
      let text = args
      for (const name of files) {
        const expression = `standInFile(${JSON.stringify(name)})`
        const { result } = await session.send('Runtime.evaluate', { expression, contextId })
        const { objectId } = result
        const path = objectId === undefined ? '' : (await session.send('DOM.getFileInfo', { objectId })).path
        text = text.replaceAll(JSON.stringify(name), () => JSON.stringify(path))
      }
      return text
    },
  }
}
