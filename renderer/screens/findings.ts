import type { BareJid, Peer } from '../../shared/domain/address.ts'
import type { FoundMessages, Message, MiddlePage } from '../../shared/domain/message.ts'
import { type DirectoryAnswer, shortestSearch } from '../../shared/domain/search.ts'
import { folded } from '../ui/fold-text.ts'
import { address } from './people.ts'
import type { World } from './worlds.ts'

/** Who is in the directory, and what others wrote into their names there. */
const directory: DirectoryAnswer['people'] = [
  { address: address('alejandra'), name: 'Alejandra', email: null },
  { address: address('alejandro'), name: 'Alejandro', email: null },
  { address: 'alex3a@mired.org' as BareJid, name: 'Alex, 3.º A', email: 'alex@example.org' },
  { address: address('galeno'), name: '<b>Galeno</b> مدرسة', email: null },
]

/** What the directory answers: for `nada` that there is none, for `tarde` that it does not answer, for `todo` a crowd. */
export function searchDirectory(text: string): DirectoryAnswer {
  const nothing: DirectoryAnswer = {
    directories: ['search.mired.org' as BareJid],
    people: [],
    hasMore: false,
    failure: null,
  }
  if (text.trim().length < shortestSearch || text === 'nada') return { ...nothing, directories: [] }
  if (text === 'tarde') return { ...nothing, failure: { code: 'request-timed-out', details: {} } }
  if (text === 'todo') {
    const people = Array.from({ length: 200 }, (_, index) => ({
      address: `todo${index}@mired.org` as BareJid,
      name: `Todo ${index}`,
      email: null,
    }))
    return { ...nothing, people, hasMore: true }
  }
  return { ...nothing, people: directory.filter(({ name }) => folded(name ?? '').includes(folded(text))) }
}

/** Messages of a world in which every word begins one of theirs. */
export function searchMessages(
  talks: World['talks'],
  {
    text,
    peer,
    before,
    limit,
  }: { readonly text: string; readonly peer: Peer | null; readonly before: number | null; readonly limit: number },
): FoundMessages {
  const words = folded(text).split(/\s+/).filter(Boolean)
  const fits = (body: string) => {
    const parts = folded(body).split(/[^\p{L}\p{N}]+/u)
    return words.length > 0 && words.every(word => parts.some(part => part.startsWith(word)))
  }
  const found = [...talks.values()]
    .flatMap(talk => talk.messages)
    .filter(each => (peer === null || each.peer === peer) && each.order < (before ?? Number.POSITIVE_INFINITY))
    .filter(each => fits(`${each.subject ?? ''} ${each.body}`))
    .sort((one, other) => other.order - one.order)
  return { messages: found.slice(0, limit), total: found.length }
}

/** Of all messages of a talk those from an `order` on, and so many before it. */
export function middlePage(messages: readonly Message[], from: number, older: number, newer: number): MiddlePage {
  const at = messages.findIndex(each => each.order >= from)
  const start = at === -1 ? messages.length : at
  const first = Math.max(0, start - older)
  return {
    messages: messages.slice(first, start + newer),
    hasMore: first > 0,
    hasNewer: start + newer < messages.length,
  }
}
