import type { AccountId, Peer } from '../../shared/domain/address.ts'
import type { Change } from '../../shared/ipc/changes.ts'
import type { State } from './state.ts'

export function withTyping(
  typing: ReadonlySet<Peer>,
  { peer, typing: is }: Extract<Change, { type: 'typing.changed' }>,
): ReadonlySet<Peer> {
  const next = new Set(typing)
  if (is) next.add(peer)
  else next.delete(peer)
  return next
}

/** Whether somebody writes to us just now. */
export function isTyping(state: State, account: AccountId, peer: Peer): boolean {
  return state.accounts[account]?.typing.has(peer) ?? false
}
