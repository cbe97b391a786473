import type { AccountId, BareJid } from '../../../shared/domain/address.ts'
import { kindOf, peerName } from '../../state/room-selectors.ts'
import type { State } from '../../state/state.ts'
import type { Candidate } from './match.ts'

/** Everybody who may be found: the contact list, the rooms, and who has been written with. */
export function candidatesOf(state: State, id: AccountId): readonly Candidate[] {
  const account = state.accounts[id]
  if (account === undefined) return []
  const addresses = new Set(
    [account.contacts, account.rooms, account.conversations].flatMap(each => Object.keys(each)) as BareJid[],
  )
  return [...addresses].map(address => ({
    address,
    name: peerName(state, id, address),
    isContact: account.contacts[address] !== undefined,
    isRoom: kindOf(state, id, address) === 'room',
    lastTime: account.conversations[address]?.lastMessage?.time ?? 0,
  }))
}
