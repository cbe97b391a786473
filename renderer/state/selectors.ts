import type { AccountId, BareJid } from '../../shared/domain/address.ts'
import type { ConnectionState } from '../../shared/domain/connection.ts'
import type { Contact } from '../../shared/domain/contact.ts'
import {
  type Availability,
  defaultOwnPresence,
  type OwnPresence,
  type Presence,
  presenceInForce,
} from '../../shared/domain/presence.ts'
import type { Profile } from '../../shared/domain/profile.ts'
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

export function contactOf(state: State, id: AccountId, address: BareJid): Contact | undefined {
  return state.accounts[id]?.contacts[address]
}

/** Undefined while we are offline, or they are: what cannot be known is not said. */
export function presenceOf(state: State, id: AccountId, address: BareJid): Presence | undefined {
  const account = state.accounts[id]
  return account?.connection.phase === 'online' ? account.presences[address] : undefined
}

/** What others see of us while we are online: away by itself, too. */
export function ownAvailability(state: State, id: AccountId): OwnPresence['availability'] {
  const own = state.accounts[id]?.account.presence ?? defaultOwnPresence
  return presenceInForce(own, state.idleSince).availability
}

export function availabilityOf(state: State, id: AccountId, address: BareJid): Availability {
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

/**
 * The name that a person is shown by: our own choice, else what they call themselves, else the part of the address
 * before the @.
 */
export function displayName(contact: Contact | undefined, address: BareJid, profile?: Profile): string {
  return contact?.name ?? profile?.nickname ?? profile?.fullName ?? localPart(address)
}

export function nameOf(state: State, id: AccountId, address: BareJid): string {
  return displayName(contactOf(state, id, address), address, state.accounts[id]?.profiles[address])
}

export function windowOf(state: State, id: AccountId, peer: BareJid): MessageWindow | undefined {
  return state.accounts[id]?.messages[peer]
}

/** `ana` of `ana@mired.org`; the whole of a domain's address. */
export function localPart(address: BareJid): string {
  return address.includes('@') ? address.slice(0, address.indexOf('@')) : address
}

const signedOut: ConnectionState = { phase: 'offline', failure: null }
