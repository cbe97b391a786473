import type { Peer } from './address.ts'
import type { Contact } from './contact.ts'
import { isOccupant, occupantNick } from './conversation.ts'
import type { Profile } from './profile.ts'

/**
 * The name that a person is shown by: our own choice, else what they call themselves, else the part of the address
 * before the @. Somebody in a room is their nickname there.
 */
export function displayName(
  contact: Pick<Contact, 'name'> | null | undefined,
  address: Peer,
  profile?: Pick<Profile, 'nickname' | 'fullName'> | null,
): string {
  if (isOccupant(address)) return occupantNick(address)
  return contact?.name ?? profile?.nickname ?? profile?.fullName ?? localPart(address)
}

/** `ana` of `ana@mired.org`; the whole of a domain's address. */
export function localPart(address: Peer): string {
  return address.includes('@') ? address.slice(0, address.indexOf('@')) : address
}
