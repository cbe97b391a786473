import type { PageTarget } from '../chromium/chromium.ts'
import type { DevToolsEvents, DevToolsSession } from '../chromium/devtools.ts'
import { trace } from '../program.ts'
import { fromChromiumUrl, schemeHandler, schemePatterns } from './schemes.ts'

type Paused = DevToolsEvents['Fetch.requestPaused']

/**
 * Stops at each document and each request to a scheme of the program's own: asks whether the page may navigate, and
 * answers what the program serves itself.
 * @param mayNavigate false keeps the page where it is; asked for what the page wants, not for what the program loads
 */
export async function interceptRequests(options: {
  readonly target: PageTarget
  readonly mayNavigate: (url: string) => boolean
}): Promise<void> {
  const { session, targetId } = options.target
  /** Addresses that the page itself wants to go to; what is not here was loaded by the program. */
  const wanted = new Set<string>()

  session.on('Page.frameRequestedNavigation', ({ frameId, url }) => {
    if (frameId === targetId) wanted.add(withoutFragment(url))
  })
  session.on('Fetch.requestPaused', paused => {
    answer(paused).catch((error: unknown) => trace('request', error))
  })

  async function answer(paused: Paused): Promise<void> {
    const { requestId, request, resourceType, frameId } = paused
    const url = fromChromiumUrl(request.url)
    const isPage = resourceType === 'Document' && frameId === targetId
    if (isPage && wanted.delete(request.url) && !options.mayNavigate(url)) {
      await session.send('Fetch.failRequest', { requestId, errorReason: 'Aborted' })
      return
    }
    const handler = schemeHandler(url)
    if (handler === undefined) await session.send('Fetch.continueRequest', { requestId })
    else
      await serve(session, paused, () =>
        handler(new Request(url, { method: request.method, headers: request.headers })),
      )
  }

  const documents = { urlPattern: '*', resourceType: 'Document' as const }
  const ownSchemes = schemePatterns().map(urlPattern => ({ urlPattern }))
  await session.send('Fetch.enable', { patterns: [documents, ...ownSchemes] })
}

async function serve(
  session: DevToolsSession,
  { requestId, request }: Paused,
  handle: () => Response | Promise<Response>,
): Promise<void> {
  try {
    const response = await handle()
    const body = Buffer.from(await response.arrayBuffer()).toString('base64')
    const responseHeaders = [...response.headers].map(([name, value]) => ({ name, value }))
    await session.send('Fetch.fulfillRequest', { requestId, responseCode: response.status, responseHeaders, body })
  } catch (error) {
    console.error(`Error occurred in the handler of ${request.url}:`, error)
    await session.send('Fetch.failRequest', { requestId, errorReason: 'Failed' })
  }
}

const withoutFragment = (url: string): string => url.replace(/#.*$/s, '')
