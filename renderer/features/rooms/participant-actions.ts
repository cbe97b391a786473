import type { Occupant, Room } from '../../../shared/domain/room.ts'

export type ParticipantAction = 'mention' | 'private' | 'write' | 'add' | 'block' | 'unblock' | 'kick'

/**
 * What can be done with somebody in a room, the most likely first. Whoever is known only by a nickname can be written to
 * through the room alone. Moderators send out (XEP-0045, 8.2) whom they do not stand below.
 */
export function participantActions(
  { address, affiliation }: Pick<Occupant, 'address' | 'affiliation'>,
  self: Pick<Room, 'role' | 'affiliation'>,
  known: { readonly isContact: boolean; readonly blocked: boolean },
): readonly ParticipantAction[] {
  const stands = rank(self.affiliation)
  const canKick = self.role === 'moderator' && (rank(affiliation) < 2 || rank(affiliation) < stands)
  return [
    'mention',
    'private',
    ...(address === null ? [] : (['write'] as const)),
    ...(address === null || known.isContact ? [] : (['add'] as const)),
    ...(address === null ? [] : ([known.blocked ? 'unblock' : 'block'] as const)),
    ...(canKick ? (['kick'] as const) : []),
  ]
}

/** "An admin or owner … MUST NOT be kicked by anyone with a lower affiliation" (8.2). */
function rank(affiliation: Room['affiliation']): number {
  return affiliation === 'owner' ? 3 : affiliation === 'admin' ? 2 : affiliation === 'member' ? 1 : 0
}
