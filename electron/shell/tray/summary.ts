import type { Account } from '../../../shared/domain/account.ts'
import type { AccountId, Peer } from '../../../shared/domain/address.ts'
import type { Conversation } from '../../../shared/domain/conversation.ts'
import type { Change } from '../../../shared/ipc/changes.ts'

/** What the tray tells of the accounts. */
export interface Summary {
  /** Messages of others that nobody has seen, over all accounts. */
  readonly unread: number
  /** The one that the window shows; null while nobody is signed in. */
  readonly account: Account | null
}

interface Followed {
  readonly account: Account
  readonly unread: Map<Peer, number>
}

/** Follows the changes. An account that is locked has nothing to tell. */
export function createSummary(): (changes: readonly Change[]) => Summary {
  const accounts = new Map<AccountId, Followed>()

  const count = (followed: Followed | undefined, conversations: readonly Conversation[]): void => {
    for (const { peer, unread } of conversations) followed?.unread.set(peer, unread)
  }

  function follow(change: Change): void {
    switch (change.type) {
      case 'account.added': {
        const { account, unlocked, conversations } = change.snapshot
        if (!unlocked) {
          accounts.delete(account.id)
          return
        }
        const followed = { account, unread: new Map<Peer, number>() }
        accounts.set(account.id, followed)
        count(followed, conversations)
        return
      }
      case 'account.changed': {
        const followed = accounts.get(change.account.id)
        if (followed !== undefined) accounts.set(change.account.id, { ...followed, account: change.account })
        return
      }
      case 'account.removed':
        accounts.delete(change.account)
        return
      case 'conversation.changed':
        count(accounts.get(change.account), change.conversations)
        return
      default:
      // Nothing that the tray shows.
    }
  }

  return changes => {
    changes.forEach(follow)
    const all = [...accounts.values()]
    const unread = all.flatMap(each => [...each.unread.values()]).reduce((sum, each) => sum + each, 0)
    return { unread, account: all[0]?.account ?? null }
  }
}
