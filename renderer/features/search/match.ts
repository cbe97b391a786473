import type { BareJid } from '../../../shared/domain/address.ts'
import { folded } from '../../ui/fold-text.ts'

/** Somebody that the search may find. */
export interface Candidate {
  readonly address: BareJid
  readonly name: string
  readonly isContact: boolean
  readonly isRoom: boolean
  /** Time of the last message, in milliseconds since 1970; 0 without one. */
  readonly lastTime: number
}

export interface Found {
  readonly contacts: readonly Candidate[]
  readonly rooms: readonly Candidate[]
  /** Those who are not in the list, but were written with. */
  readonly chats: readonly Candidate[]
}

const nobody: Found = { contacts: [], rooms: [], chats: [] }

/** Results of each kind that are shown: who looks for more types one letter more. */
const mostShown = 8

/**
 * Who fits what was typed: every word must begin a word of the name or stand in the address. Names that begin with it
 * come first, then whom one wrote with last. Case and accents do not matter.
 */
export function findPeople(query: string, candidates: readonly Candidate[]): Found {
  const words = folded(query).split(/\s+/).filter(Boolean)
  if (words.length === 0) return nobody
  const ranked = candidates
    .map(candidate => ({ candidate, rank: rankOf(words, candidate) }))
    .filter(({ rank }) => rank > 0)
    .sort(
      (one, other) =>
        other.rank - one.rank ||
        other.candidate.lastTime - one.candidate.lastTime ||
        one.candidate.name.localeCompare(other.candidate.name),
    )
    .map(({ candidate }) => candidate)
  return {
    contacts: ranked.filter(candidate => candidate.isContact).slice(0, mostShown),
    rooms: ranked.filter(candidate => candidate.isRoom).slice(0, mostShown),
    chats: ranked.filter(candidate => !candidate.isContact && !candidate.isRoom).slice(0, mostShown),
  }
}

/** Whether what was typed can be a whole address; whether it is one, the main process says. */
export function looksLikeAddress(query: string): boolean {
  return /^[^\s@]+@[^\s@]+$/u.test(query.trim())
}

/** The first place where what was typed stands in a text: start and end, or null. For underlining it. */
export function hitIn(text: string, query: string): readonly [start: number, end: number] | null {
  const [word = ''] = folded(query).split(/\s+/).filter(Boolean)
  if (word === '') return null
  // Folding may change the length of a text: look at each place of the text as it is.
  for (let start = 0; start < text.length; start++) {
    for (let end = start + 1; end <= Math.min(text.length, start + word.length * 2); end++) {
      if (folded(text.slice(start, end)) === word) return [start, end]
    }
  }
  return null
}

function rankOf(words: readonly string[], { name, address }: Candidate): number {
  const whole = folded(name)
  const parts = whole.split(/[\s.,()_-]+/)
  const inAddress = folded(address)
  const fits = (word: string) => parts.some(part => part.startsWith(word)) || inAddress.includes(word)
  if (words.length === 0 || !words.every(fits))
    return words.every(word => whole.includes(word)) && words.length > 0 ? 1 : 0
  const [first = ''] = words
  if (whole.startsWith(first)) return 4
  return parts.some(part => part.startsWith(first)) ? 3 : 2
}
