import { cleanText } from './xml-text.ts'

/** What turns the direction of the text around it, and so of words that are not its own (UAX #9, 2). */
const directions = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

/**
 * A short text of somebody else, as a name, for one line of the window: without what XML cannot hold and what turns the
 * direction of other words, every white space a single blank, at most so many characters. Markup stays: it is text.
 * @returns null where nothing is left
 */
export function shownLine(text: string | null | undefined, most = 200): string | null {
  // Long enough for what is shown, so that a huge one costs nothing more.
  const start = (text ?? '').slice(0, most * 4)
  const line = cleanText(start).replace(directions, '').replace(/\s+/g, ' ').trim()
  return line === '' ? null : [...line].slice(0, most).join('')
}

/**
 * The nickname of somebody in a room, prepared; null where there is nothing to see in it. Of what is not seen an address holds
 * only blanks (RFC 8265, 4.2.1), Braille without a dot, and letters that fill the place of one (Hangul, Khmer).
 */
export function seenNick(nick: string | null): string | null {
  return nick === null || /^[\s\u2800\u115f\u1160\u17b4\u17b5\u3164\uffa0]*$/.test(nick) ? null : nick
}
