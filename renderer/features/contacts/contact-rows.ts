import type { BareJid } from '../../../shared/domain/address.ts'
import type { Contact } from '../../../shared/domain/contact.ts'
import type { Profile } from '../../../shared/domain/profile.ts'
import { displayName } from '../../state/selectors.ts'
import type { ByAddress } from '../../state/state.ts'
import { folded } from '../../ui/fold-text.ts'

export type ContactRow =
  /** `name` is empty for those who are in no group. */
  | {
      readonly kind: 'group'
      readonly key: string
      readonly name: string
      readonly members: readonly BareJid[]
      readonly open: boolean
    }
  | {
      readonly kind: 'contact'
      readonly key: string
      readonly address: BareJid
      /** Empty where they are in none. */
      readonly group: string
      readonly place: number
      readonly of: number
    }

const { compare: inOrder } = new Intl.Collator()

/**
 * The contact list as rows: groups by name, who is in none at the end, people by name. Where nobody is in a group there
 * are no heads. Somebody in two groups is there twice, as the person has sorted it.
 * @param filter Words that must stand in name or address; while there are some, no group is folded.
 */
export function contactRows(
  contacts: readonly Contact[],
  foldedGroups: ReadonlySet<string>,
  filter: string,
  profiles: ByAddress<Profile> = {},
): readonly ContactRow[] {
  const nameOf = (contact: Contact): string => displayName(contact, contact.address, profiles[contact.address])
  const words = folded(filter).split(/\s+/).filter(Boolean)
  const shown = contacts
    .filter(contact => fits(`${nameOf(contact)} ${contact.address}`, words))
    .sort((one, other) => inOrder(nameOf(one), nameOf(other)) || inOrder(one.address, other.address))
  const groups = new Map<string, Contact[]>()
  for (const contact of shown) {
    for (const group of contact.groups.length === 0 ? [''] : contact.groups) {
      const members = groups.get(group)
      if (members === undefined) groups.set(group, [contact])
      else members.push(contact)
    }
  }
  const names = [...groups.keys()].sort(
    (one, other) => Number(one === '') - Number(other === '') || inOrder(one, other),
  )
  const onlyNone = names.length === 1 && names[0] === ''
  return names.flatMap(name => {
    const members = groups.get(name) ?? []
    const open = words.length > 0 || !foldedGroups.has(name)
    const people = members.map(
      (contact, index): ContactRow => ({
        kind: 'contact',
        key: `contact ${name} ${contact.address}`,
        address: contact.address,
        group: name,
        place: index + 1,
        of: members.length,
      }),
    )
    if (onlyNone) return people
    const head: ContactRow = {
      kind: 'group',
      key: `group ${name}`,
      name,
      members: members.map(contact => contact.address),
      open,
    }
    return open ? [head, ...people] : [head]
  })
}

function fits(text: string, words: readonly string[]): boolean {
  const plain = folded(text)
  return words.every(word => plain.includes(word))
}
