import type { AccountId, BareJid } from '../../../shared/domain/address.ts'
import { nameOf } from '../../state/selectors.ts'
import type { State } from '../../state/state.ts'
import type { Candidate } from './match.ts'

/** Everybody who may be found: the contact list, and who has been written with. */
export function candidatesOf(state: State, id: AccountId): readonly Candidate[] {
  const account = state.accounts[id]
  if (account === undefined) return []
  const addresses = new Set([...Object.keys(account.contacts), ...Object.keys(account.conversations)] as BareJid[])
  return [...addresses].map(address => ({
    address,
    name: nameOf(state, id, address),
    isContact: account.contacts[address] !== undefined,
    lastTime: account.conversations[address]?.lastMessage?.time ?? 0,
  }))
}
