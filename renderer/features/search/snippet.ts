import { folded } from '../../ui/fold-text.ts'

/** A piece of a text; `hit` where it is what was looked for. */
export interface SnippetPiece {
  readonly text: string
  readonly hit: boolean
}

/** Letters before the first hit, and in all. */
const ahead = 28
const longest = 140

/**
 * The part of a message where the words that were looked for begin, in one line. Text, never markup.
 * @param body of the message
 * @param query words that begin words of it
 */
export function snippetOf(body: string, query: string): readonly SnippetPiece[] {
  const words = wordsOf(query).map(({ text }) => folded(text))
  const line = body.replace(/\s+/g, ' ').trim()
  const hits = wordsOf(line.slice(0, 50_000))
    .map(({ text, at }) => ({ at, end: at + hitLength(text, words) }))
    .filter(({ at, end }) => end > at)
  const first = hits[0]?.at ?? 0
  // From the beginning of a word on, and never from the middle of a character.
  const blank = first > ahead ? line.indexOf(' ', first - ahead) : -1
  const start = blank === -1 || blank >= first ? Math.max(0, first > ahead ? first : 0) : blank + 1
  const end = Math.min(line.length, start + longest)
  const pieces: SnippetPiece[] = []
  const add = (text: string, hit: boolean) => {
    if (text !== '') pieces.push({ text, hit })
  }
  let at = start
  if (start > 0) add('…', false)
  for (const hit of hits) {
    if (hit.at < start || hit.end > end) continue
    add(line.slice(at, hit.at), false)
    add(line.slice(hit.at, hit.end), true)
    at = hit.end
  }
  add([...line.slice(at, end)].join(''), false)
  if (end < line.length) add('…', false)
  return pieces
}

function wordsOf(text: string): readonly { readonly text: string; readonly at: number }[] {
  return [...text.matchAll(/[\p{L}\p{N}\p{M}]+/gu)].map(match => ({ text: match[0], at: match.index }))
}

/** How much of a word was looked for: folding may change the length of a text. 0 where it was not. */
function hitLength(word: string, words: readonly string[]): number {
  const whole = folded(word)
  const wanted = words.filter(each => whole.startsWith(each)).sort((one, other) => other.length - one.length)[0]
  if (wanted === undefined) return 0
  for (let end = 1; end <= word.length; end++) {
    if (folded(word.slice(0, end)).length < wanted.length) continue
    // Accents that follow as characters of their own belong to it.
    return end + (/^\p{M}+/u.exec(word.slice(end))?.[0].length ?? 0)
  }
  return word.length
}
