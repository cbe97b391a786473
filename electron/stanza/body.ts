import type { Element } from './element.ts'

/**
 * The text of a message (RFC 6121, 5.2.3); empty where there is none. There may be one body for each language; the one
 * without comes first. A child of that name in a foreign namespace (XHTML has one) is none.
 */
export function bodyOf(message: Element): string {
  const bodies = message.getChildren('body').filter(child => child.getNS() === message.getNS())
  const body = bodies.find(child => child.attrs['xml:lang'] === undefined) ?? bodies[0]
  return lineEnds(body?.getText() ?? '').toWellFormed()
}

/** XML 1.0, 2.11: every line end is one LF. Openfire's own texts have CR LF. */
export function lineEnds(text: string): string {
  return text.replace(/\r\n?/g, '\n')
}
