/** What may leave the program: everything else a peer could send as a "link" is refused. */
const allowedProtocols: ReadonlySet<string> = new Set(['http:', 'https:', 'mailto:', 'xmpp:'])

/**
 * An address as the system's program gets it.
 * @returns null unless it is http, https, mailto or xmpp
 */
export function externalLink(text: string): string | null {
  const url = URL.parse(text)
  return url !== null && allowedProtocols.has(url.protocol) ? url.href : null
}
