import type { AccountId, BareJid, Peer } from '../../shared/domain/address.ts'
import { blockOf } from '../../shared/domain/blocking.ts'
import type { ConnectionState } from '../../shared/domain/connection.ts'
import type { Contact } from '../../shared/domain/contact.ts'
import { displayName, localPart } from '../../shared/domain/display-name.ts'
import {
  type Availability,
  defaultOwnPresence,
  type OwnPresence,
  type Presence,
  presenceInForce,
} from '../../shared/domain/presence.ts'
import type { MessageWindow } from './message-window.ts'
import type { AccountState, State } from './state.ts'

/** The account that the window shows: the first one that may be shown. Null: the sign-in window. */
export function shownAccount(state: State): AccountId | null {
  return state.accountOrder.find(id => state.accounts[id]?.unlocked === true) ?? null
}

export function accountIn(state: State, id: AccountId): AccountState | undefined {
  return state.accounts[id]
}

export function connectionOf(state: State, id: AccountId): ConnectionState {
  return state.accounts[id]?.connection ?? signedOut
}

export function contactOf(state: State, id: AccountId, address: Peer): Contact | undefined {
  return state.accounts[id]?.contacts[address]
}

/** Undefined while we are offline, or they are: what cannot be known is not said. */
export function presenceOf(state: State, id: AccountId, address: Peer): Presence | undefined {
  const account = state.accounts[id]
  return account?.connection.phase === 'online' ? account.presences[address] : undefined
}

/** What others see of us while we are online: away by itself, too. */
export function ownAvailability(state: State, id: AccountId): OwnPresence['availability'] {
  const own = state.accounts[id]?.account.presence ?? defaultOwnPresence
  return presenceInForce(own, state.idleSince).availability
}

export function availabilityOf(state: State, id: AccountId, address: Peer): Availability {
  return presenceOf(state, id, address)?.availability ?? 'offline'
}

/** Of the groups of somebody, those that the server shares. A new value at each call: not for `useStore`. */
export function sharedGroupsOf(state: State, id: AccountId, address: BareJid): readonly string[] {
  const shared = state.accounts[id]?.sharedGroups ?? []
  return contactOf(state, id, address)?.groups.filter(group => shared.includes(group)) ?? []
}

/** All groups of a list, by name. */
export function groupsIn(contacts: readonly Contact[]): readonly string[] {
  return [...new Set(contacts.flatMap(contact => contact.groups))].sort(inOrder)
}

const { compare: inOrder } = new Intl.Collator()

export { displayName, localPart }

export function nameOf(state: State, id: AccountId, address: Peer): string {
  return displayName(contactOf(state, id, address), address, state.accounts[id]?.profiles[address])
}

/** What keeps somebody out: their address, or their domain; null where nothing does. */
export function blockedBy(state: State, id: AccountId, address: Peer): BareJid | null {
  const blocking = state.accounts[id]?.blocking
  return blocking === undefined ? null : blockOf(blocking, address)
}

export function windowOf(state: State, id: AccountId, peer: Peer): MessageWindow | undefined {
  return state.accounts[id]?.messages[peer]
}

const signedOut: ConnectionState = { phase: 'offline', failure: null }
