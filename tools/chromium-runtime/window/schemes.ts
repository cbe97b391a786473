/** Answers a request of the page to a scheme of the program's own. */
export type SchemeHandler = (request: Request) => Response | Promise<Response>

const handlers = new Map<string, SchemeHandler>()
const privileged = new Set<string>()
const suffix = 'stand-in.invalid'

/**
 * Electron's `protocol`. Pictures and other parts of a page travel under the scheme itself. A page cannot: Chromium
 * hands unknown schemes of documents to the desktop, so `app://host/x` travels as `https://host.app.stand-in.invalid/x`
 * and only the page's own `location` shows it.
 */
export const protocol = {
  registerSchemesAsPrivileged(schemes: readonly { readonly scheme: string }[]): void {
    for (const { scheme } of schemes) privileged.add(scheme)
  },
  handle(scheme: string, handler: SchemeHandler): void {
    if (handlers.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`)
    handlers.set(scheme, handler)
  },
  unhandle: (scheme: string): void => void handlers.delete(scheme),
  isProtocolHandled: (scheme: string): boolean => handlers.has(scheme),
}

/** What Chromium shall stop at, of the schemes that are known when a window opens. */
export const schemePatterns = (): readonly string[] =>
  [...new Set([...privileged, ...handlers.keys()])].flatMap(scheme => [
    `${scheme}://*`,
    `https://*.${scheme}.${suffix}/*`,
  ])

export const schemeHandler = (url: string): SchemeHandler | undefined => handlers.get(url.slice(0, url.indexOf(':')))

/** The address under which Chromium loads a page of the program's own scheme. */
export function toChromiumUrl(url: string): string {
  const parts = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)(.*)$/i.exec(url)
  const [, scheme = '', host = '', rest = ''] = parts ?? []
  return handlers.has(scheme) ? `https://${host || '_'}.${scheme}.${suffix}${rest || '/'}` : url
}

/** The address as the program knows it. */
export function fromChromiumUrl(url: string): string {
  const parts = /^https:\/\/(.+)\.([a-z0-9+-]+)\.stand-in\.invalid(\/.*)?$/.exec(url)
  if (parts === null) return url
  const [, host = '', scheme = '', rest = '/'] = parts
  return `${scheme}://${host === '_' ? '' : host}${rest}`
}
