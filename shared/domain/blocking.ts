import type { BareJid, FullJid } from './address.ts'

/** Who may not reach us, by our server (XEP-0191). */
export interface Blocking {
  /** `unknown` until the server was asked, on the first sign-in of the program's life. */
  readonly support: 'unknown' | 'yes' | 'no'
  /** People, one device of somebody, or whole domains; in the order of their letters. */
  readonly addresses: readonly (BareJid | FullJid)[]
}

export const unknownBlocking: Blocking = { support: 'unknown', addresses: [] }

/** What keeps somebody out: their own address, or their whole domain; null where nothing does. */
export function blockOf(blocking: Blocking, address: BareJid): BareJid | null {
  const domain = address.slice(address.indexOf('@') + 1)
  return (blocking.addresses.find(each => each === address || each === domain) as BareJid | undefined) ?? null
}
