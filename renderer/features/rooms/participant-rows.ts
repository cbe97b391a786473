import { lookAlikes } from '../../../shared/domain/look-alike.ts'
import type { Occupant, RoomRole } from '../../../shared/domain/room.ts'
import { folded } from '../../ui/fold-text.ts'

export type ParticipantSection = 'moderators' | 'participants' | 'visitors'

export type ParticipantRow =
  | { readonly kind: 'head'; readonly key: string; readonly section: ParticipantSection; readonly count: number }
  | { readonly kind: 'occupant'; readonly key: string; readonly occupant: Occupant; readonly like: string | null }

const { compare: inOrder } = new Intl.Collator()

const sections: readonly (readonly [ParticipantSection, RoomRole])[] = [
  ['moderators', 'moderator'],
  ['participants', 'participant'],
  ['visitors', 'visitor'],
]

/**
 * Who is in a room as rows, by what they may do there and by name; `like`: whom they are easily taken for.
 * @param filter Words that must stand in nickname or address.
 */
export function participantRows(occupants: Iterable<Occupant>, filter: string): readonly ParticipantRow[] {
  const words = folded(filter).split(/\s+/).filter(Boolean)
  const fits = (text: string) => words.length === 0 || words.every(word => folded(text).includes(word))
  const byRole = new Map<RoomRole, Occupant[]>()
  const all = [...occupants]
  const alike = lookAlikes(all.map(each => each.nick))
  for (const occupant of all) {
    if (!fits(`${occupant.nick} ${occupant.address ?? ''}`)) continue
    const members = byRole.get(occupant.role)
    if (members === undefined) byRole.set(occupant.role, [occupant])
    else members.push(occupant)
  }
  const rows: ParticipantRow[] = []
  for (const [section, role] of sections) {
    const members = byRole.get(role) ?? []
    if (members.length === 0) continue
    members.sort((one, other) => inOrder(one.nick, other.nick))
    rows.push({ kind: 'head', key: `head ${section}`, section, count: members.length })
    for (const occupant of members) {
      const like = alike.get(occupant.nick) ?? null
      rows.push({ kind: 'occupant', key: `occupant ${occupant.nick}`, occupant, like })
    }
  }
  return rows
}
