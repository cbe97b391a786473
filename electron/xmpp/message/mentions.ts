/** Links are no words: somebody's name in one does not mean them. */
const link = /\b[a-z][a-z0-9+.-]*:\/\/\S+|\bxmpp:\S+|\bmailto:\S+|\bwww\.\S+/giu
/** A letter or a digit of any script, with what stands on it, or an underscore: whatever goes on a word. */
const wordPart = '[\\p{L}\\p{N}\\p{M}_]'
/** Nobody is named behind so many characters; and a long text costs nothing more. */
const longest = 20_000
/** Shorter names would be found in half of all messages. */
const shortest = 2

/**
 * Whether a text names somebody: one of the names stands in it as a word of its own, in capitals or not, and not within a
 * link.
 * @param names ours in the room, and by which people know us; those of less than two characters are left out
 */
export function mentions(body: string, names: readonly string[]): boolean {
  const text = plain(body.slice(0, longest).replace(link, ' '))
  return names.some(name => {
    const word = plain(name.trim())
    if ([...word].length < shortest) return false
    return new RegExp(`(?<!${wordPart})${escaped(word)}(?!${wordPart})`, 'u').test(text)
  })
}

/** Composed, and without the difference of capitals. */
function plain(text: string): string {
  return text.normalize('NFC').toLowerCase()
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
}
