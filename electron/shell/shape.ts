import type { AccountId } from '../../shared/domain/address.ts'
import type { Change } from '../../shared/ipc/changes.ts'
import type { WindowShape } from './window.ts'

/** Follows the changes and says which shape the window has to take: main as soon as one account is unlocked. */
export function createShapeFollower(): (changes: readonly Change[]) => WindowShape {
  const unlocked = new Set<AccountId>()
  return changes => {
    for (const change of changes) {
      if (change.type === 'account.added') {
        if (change.snapshot.unlocked) unlocked.add(change.snapshot.account.id)
        else unlocked.delete(change.snapshot.account.id)
      } else if (change.type === 'account.removed') unlocked.delete(change.account)
    }
    return unlocked.size > 0 ? 'main' : 'sign-in'
  }
}
