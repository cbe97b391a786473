import { assertNever } from '../../shared/assert-never.ts'
import type { Change } from '../../shared/ipc/changes.ts'
import { type AccountState, byAddress } from './state.ts'

export type RoomChange = Extract<
  Change,
  {
    type:
      | 'room.changed'
      | 'room.removed'
      | 'occupants.changed'
      | 'invitation.changed'
      | 'invitation.removed'
      | 'invited.changed'
  }
>

/** The account after something of its rooms has changed. */
export function applyRoomChange(account: AccountState, change: RoomChange): AccountState {
  switch (change.type) {
    case 'room.changed':
      return { ...account, rooms: { ...account.rooms, ...byAddress(change.rooms) } }
    case 'room.removed': {
      const { [change.room]: _room, ...rooms } = account.rooms
      const { [change.room]: _occupants, ...occupants } = account.occupants
      const { [change.room]: _invited, ...invited } = account.invited
      return { ...account, rooms, occupants, invited }
    }
    case 'occupants.changed': {
      const there = new Map(change.replaces ? [] : account.occupants[change.room])
      for (const nick of change.gone) there.delete(nick)
      for (const occupant of change.occupants) there.set(occupant.nick, occupant)
      return { ...account, occupants: { ...account.occupants, [change.room]: there } }
    }
    case 'invitation.changed':
      return { ...account, invitations: { ...account.invitations, [change.invitation.room]: change.invitation } }
    case 'invitation.removed': {
      const { [change.room]: _gone, ...invitations } = account.invitations
      return { ...account, invitations }
    }
    case 'invited.changed':
      return { ...account, invited: { ...account.invited, [change.room]: change.people } }
    default:
      return assertNever(change)
  }
}
