/** A piece of a text; `marked` where it is the nickname that was looked for. */
export interface MarkedPiece {
  readonly text: string
  readonly marked: boolean
}

const letter = /[\p{L}\p{N}_]/u

/** A text in pieces, so that a nickname can be marked where it stands as a word of its own, with its @. */
export function markedPieces(text: string, nick: string): readonly MarkedPiece[] {
  const [whole, wanted] = [text.toLocaleLowerCase(), nick.toLocaleLowerCase()]
  // Folding may change the length of a text: then the places are not known.
  if (wanted === '' || whole.length !== text.length) return [{ text, marked: false }]
  const pieces: MarkedPiece[] = []
  let from = 0
  for (let at = whole.indexOf(wanted); at !== -1; at = whole.indexOf(wanted, at + wanted.length)) {
    const end = at + wanted.length
    if (letter.test(whole.charAt(at - 1)) || letter.test(whole.charAt(end))) continue
    const start = text.charAt(at - 1) === '@' ? at - 1 : at
    if (start > from) pieces.push({ text: text.slice(from, start), marked: false })
    pieces.push({ text: text.slice(start, end), marked: true })
    from = end
  }
  if (from < text.length) pieces.push({ text: text.slice(from), marked: false })
  return pieces
}
