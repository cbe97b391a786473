import { assertNever } from '../../shared/assert-never.ts'
import type { Presence } from '../../shared/domain/presence.ts'
import type { Change } from '../../shared/ipc/changes.ts'
import { type ByAddress, byAddress } from './state.ts'

type PresenceChange = Extract<Change, { type: 'presence.changed' | 'presence.cleared' }>

const nobody: ByAddress<Presence> = {}

export function applyPresenceChange(presences: ByAddress<Presence>, change: PresenceChange): ByAddress<Presence> {
  switch (change.type) {
    case 'presence.changed':
      return { ...presences, ...byAddress(change.presences) }
    case 'presence.cleared':
      return nobody
    default:
      return assertNever(change)
  }
}
