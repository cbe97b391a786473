import type { AccountId, BareJid } from '../../../shared/domain/address.ts'
import type { Conversation } from '../../../shared/domain/conversation.ts'
import type { Change } from '../../../shared/ipc/changes.ts'
import type { Store } from '../../store/store.ts'

/** Which addresses are rooms, and what we are called: asked with every message that comes, so nothing waits for an answer. */
export interface KnownRooms {
  /** One of the list, or one that we have been in. */
  has(address: BareJid): boolean
  /** By which people know us besides our nickname in a room. */
  names(): readonly string[]
  dispose(): void
}

export function createKnownRooms(account: AccountId, store: Pick<Store, 'snapshots' | 'onChanges'>): KnownRooms {
  const rooms = new Set<string>()
  let names: readonly string[] = []

  function learn(conversations: readonly Conversation[]): void {
    for (const { peer, kind } of conversations) if (kind === 'room') rooms.add(peer)
  }

  function changed(change: Change): void {
    if (change.type === 'account.added' && change.snapshot.account.id === account) {
      const { snapshot } = change
      learn(snapshot.conversations)
      for (const { address } of snapshot.rooms) rooms.add(address)
      changed({ type: 'profile.changed', account, profiles: snapshot.profiles })
      return
    }
    if (!('account' in change) || change.account !== account) return
    if (change.type === 'room.changed') for (const { address } of change.rooms) rooms.add(address)
    if (change.type === 'conversation.changed') learn(change.conversations)
    if (change.type !== 'profile.changed') return
    const own = change.profiles.find(({ address }) => address === account)
    if (own !== undefined) names = [own.nickname, own.fullName].filter(name => name !== null)
  }

  const end = store.onChanges(changes => changes.forEach(changed))
  // Whatever changes meanwhile is in it, or comes as a change.
  const told = store.snapshots().then(snapshots => {
    for (const snapshot of snapshots) changed({ type: 'account.added', snapshot })
  })
  told.catch(() => {
    // The store is closed: nobody asks any more.
  })
  return { has: address => rooms.has(address), names: () => names, dispose: end }
}
