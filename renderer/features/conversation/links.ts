import { LinkifyIt } from 'linkify-it'

/** A piece of a message: text, or text that leads somewhere. */
export interface TextPiece {
  readonly text: string
  readonly url: string | null
}

/** What `program.openLink` opens. Anything else stays text. */
const opened = ['http:', 'https:', 'mailto:', 'xmpp:'] as const

const xmppAddress = /^[^\s<>"]+/

const linkify = new LinkifyIt({ fuzzyLink: true, fuzzyEmail: true })
  .add('ftp:', null)
  .add('//', null)
  .add('xmpp:', {
    validate: (text, at) => xmppAddress.exec(text.slice(at))?.[0].replace(/[.,;:!?)\]]+$/, '').length ?? 0,
  })

/** What turns the direction of text (UAX #9, 2): in a link it would show another address than the one it leads to. */
const directions = /([\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+)/

/** A message's text, cut where links begin and end. The pieces joined are the text. */
export function textPieces(text: string): readonly TextPiece[] {
  return text.split(directions).flatMap(part => (part === '' ? [] : piecesOf(part)))
}

function piecesOf(text: string): readonly TextPiece[] {
  const pieces: TextPiece[] = []
  let end = 0
  for (const match of linkify.match(text) ?? []) {
    if (!opened.some(scheme => match.url.toLowerCase().startsWith(scheme))) continue
    if (match.index > end) pieces.push({ text: text.slice(end, match.index), url: null })
    pieces.push({ text: text.slice(match.index, match.lastIndex), url: match.url })
    end = match.lastIndex
  }
  if (end < text.length) pieces.push({ text: text.slice(end), url: null })
  return pieces
}
