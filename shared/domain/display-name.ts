import type { BareJid } from './address.ts'
import type { Contact } from './contact.ts'
import type { Profile } from './profile.ts'

/**
 * The name that a person is shown by: our own choice, else what they call themselves, else the part of the address
 * before the @.
 */
export function displayName(
  contact: Pick<Contact, 'name'> | null | undefined,
  address: BareJid,
  profile?: Pick<Profile, 'nickname' | 'fullName'> | null,
): string {
  return contact?.name ?? profile?.nickname ?? profile?.fullName ?? localPart(address)
}

/** `ana` of `ana@mired.org`; the whole of a domain's address. */
export function localPart(address: BareJid): string {
  return address.includes('@') ? address.slice(0, address.indexOf('@')) : address
}
