import { assertNever } from '../../shared/assert-never.ts'
import type { AccountId } from '../../shared/domain/address.ts'
import type { ContactRequest } from '../../shared/domain/request.ts'
import type { Change } from '../../shared/ipc/changes.ts'
import type { ByAddress, State } from './state.ts'

type RequestChange = Extract<Change, { type: 'request.changed' | 'request.removed' }>

export function applyRequestChange(
  requests: ByAddress<ContactRequest>,
  change: RequestChange,
): ByAddress<ContactRequest> {
  switch (change.type) {
    case 'request.changed':
      return { ...requests, [change.request.address]: change.request }
    case 'request.removed': {
      const { [change.address]: _gone, ...rest } = requests
      return rest
    }
    default:
      return assertNever(change)
  }
}

/** How many people wait for an answer. */
export function requestCount(state: State, id: AccountId): number {
  return Object.keys(state.accounts[id]?.requests ?? {}).length
}
