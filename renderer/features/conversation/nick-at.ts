import { folded } from '../../ui/fold-text.ts'

/** What of a text is the beginning of a nickname: where it starts, and how it begins. */
export interface NickStart {
  /** Where the @ stands, or the word. */
  readonly start: number
  readonly begun: string
  /** With an @. */
  readonly marked: boolean
}

/**
 * The beginning of a nickname before the cursor: after an @, or else the word that the cursor stands at.
 * @param cursor the place of the cursor in the text
 */
export function nickAt(text: string, cursor: number): NickStart | null {
  const before = text.slice(0, cursor)
  const marked = /(?:^|[\s(])@([^\s@]*)$/u.exec(before)
  if (marked !== null) {
    const begun = marked[1] ?? ''
    return { start: cursor - begun.length - 1, begun, marked: true }
  }
  const begun = /\S+$/u.exec(before)?.[0] ?? ''
  return begun === '' ? null : { start: cursor - begun.length, begun, marked: false }
}

/** So many are offered: whoever means another one types one letter more. */
const most = 6
const { compare: inOrder } = new Intl.Collator()

/** The nicknames that begin so, but for our own. */
export function nicksBeginning(begun: string, nicks: Iterable<string>, own: string | null): readonly string[] {
  const wanted = folded(begun)
  const found: string[] = []
  for (const nick of nicks) if (nick !== own && folded(nick).startsWith(wanted)) found.push(nick)
  return found.sort(inOrder).slice(0, most)
}

/** The text with the nickname in place of what was begun, and where the cursor stands then. At the beginning it addresses. */
export function withNick(
  text: string,
  cursor: number,
  { start, marked }: NickStart,
  nick: string,
): readonly [string, number] {
  const word = marked ? `@${nick} ` : start === 0 ? `${nick}, ` : `${nick} `
  const after = text.slice(cursor).replace(/^ /, '')
  return [`${text.slice(0, start)}${word}${after}`, start + word.length]
}
