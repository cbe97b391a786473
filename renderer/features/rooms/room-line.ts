import type { Room } from '../../../shared/domain/room.ts'
import type { Text } from '../../text/text.tsx'

/** Letters of a subject that are looked at: more are cut by the row anyway. */
const longest = 200

/** What stands below the name of a room: how many are in it and what it is about, or what goes on with it. */
export function roomLine(
  { t }: Pick<Text, 't'>,
  { phase, occupants, subject }: Pick<Room, 'phase' | 'occupants' | 'subject'>,
): string {
  if (phase.type === 'joining') return t('room.joining')
  if (phase.type !== 'joined') return t('room.left')
  const people = t('room.people', { count: occupants })
  const about = (subject?.text ?? '').slice(0, longest).replace(/\s+/g, ' ').trim()
  return about === '' ? people : `${people}. ${about}`
}
