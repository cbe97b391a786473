/**
 * Characters that nobody tells from a Latin one or a digit, in the shapes that names are written with. What compatibility
 * makes the same (full width, mathematical letters) is told by NFKC.
 */
const twins: Readonly<Record<string, string>> = {
  ...{ а: 'a', в: 'b', с: 'c', ԁ: 'd', е: 'e', һ: 'h', і: 'i', ј: 'j', к: 'k', ӏ: 'l', м: 'm', н: 'h', о: 'o', р: 'p' },
  ...{ ԛ: 'q', ѕ: 's', т: 't', у: 'y', ѵ: 'v', ԝ: 'w', х: 'x', ɡ: 'g', ɑ: 'a', ı: 'i', '0': 'o', '1': 'l', '|': 'l' },
  ...{ α: 'a', β: 'b', ε: 'e', η: 'n', ι: 'i', κ: 'k', μ: 'm', ν: 'v', ο: 'o', ρ: 'p', τ: 't', υ: 'u', χ: 'x', ζ: 'z' },
}

const plainName = /^[a-z\d ._'-]*$/i

/**
 * A nickname as the eye takes it: nicknames of which it says the same are easily taken for each other. Capitals, accents,
 * blanks and the lower strokes of joined words tell nobody apart.
 */
export function asSeen(nick: string): string {
  // Most names, and a room may hold ten thousand.
  if (plainName.test(nick))
    return nick
      .replaceAll('I', 'l')
      .toLowerCase()
      .replace(/[ ._'-]/g, '')
      .replaceAll('0', 'o')
      .replaceAll('1', 'l')
  // A capital I is an l to the eye, and a small one is not.
  const plain = nick.normalize('NFKC').replaceAll('I', 'l').toLowerCase().normalize('NFD')
  return [...plain.replace(/[\p{M}\s\p{Pd}\p{Pc}.·'’]/gu, '')].map(each => twins[each] ?? each).join('')
}

/** Of those that are easily taken for another of them, which one that is. */
export function lookAlikes(nicks: Iterable<string>): ReadonlyMap<string, string> {
  const seen = new Map<string, string>()
  const alike = new Map<string, string>()
  for (const nick of nicks) {
    const shape = asSeen(nick)
    const other = seen.get(shape)
    if (other === undefined) seen.set(shape, nick)
    else {
      alike.set(nick, other)
      if (!alike.has(other)) alike.set(other, nick)
    }
  }
  return alike
}
