import type { BareJid, FullJid, Peer } from './address.ts'

/** Who may not reach us, by our server (XEP-0191). */
export interface Blocking {
  /** `unknown` until the server was asked for the first time. While offline: as it said last. */
  readonly support: 'unknown' | 'yes' | 'no'
  /** People, one device of somebody, or whole domains; in the order of their letters. */
  readonly addresses: readonly (BareJid | FullJid)[]
}

export const unknownBlocking: Blocking = { support: 'unknown', addresses: [] }

/** What keeps somebody out: their own address, or their whole domain; null where nothing does. */
export function blockOf(blocking: Blocking, address: Peer): BareJid | null {
  const [bare = ''] = address.split('/')
  const domain = bare.slice(bare.indexOf('@') + 1)
  return (
    (blocking.addresses.find(each => each === address || each === bare || each === domain) as BareJid | undefined) ??
    null
  )
}
