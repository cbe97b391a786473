import type { BareJid } from '../../../shared/domain/address.ts'
import { localPart } from '../../../shared/domain/display-name.ts'
import type { DirectoryPerson } from '../../../shared/domain/search.ts'
import { folded } from '../../ui/fold-text.ts'

/** Somebody who may be meant by what is typed. */
export interface Suggestion {
  readonly address: BareJid
  readonly name: string
  readonly from: 'contacts' | 'directory'
}

/** So many of each place: whoever looks for others types more. */
const most = { contacts: 6, directory: 4 } as const

const { compare: inOrder } = new Intl.Collator()

/**
 * Who may be meant: contacts in whose name or address a word begins so, then others whom the directory knows.
 * @param taken who is chosen already, or in the room
 */
export function suggestionsFor(
  typed: string,
  contacts: readonly Omit<Suggestion, 'from'>[],
  directory: readonly DirectoryPerson[],
  taken: ReadonlySet<string>,
): readonly Suggestion[] {
  const wanted = folded(typed.trim())
  if (wanted === '') return []
  const begins = (text: string) =>
    folded(text)
      .split(/[\s.@_-]+/)
      .some(word => word.startsWith(wanted)) || folded(text).startsWith(wanted)
  const near = contacts
    .filter(({ address, name }) => !taken.has(address) && (begins(name) || begins(address)))
    .sort((one, other) => inOrder(one.name, other.name))
    .slice(0, most.contacts)
    .map((each): Suggestion => ({ ...each, from: 'contacts' }))
  const known = new Set<string>([...taken, ...contacts.map(each => each.address)])
  const far = directory
    .filter(({ address }) => !known.has(address))
    .slice(0, most.directory)
    .map(({ address, name }): Suggestion => ({ address, name: name ?? localPart(address), from: 'directory' }))
  return [...near, ...far]
}
