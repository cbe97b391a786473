import type { AccountId, Peer } from '../../shared/domain/address.ts'
import { type Contact, seesUs } from '../../shared/domain/contact.ts'

/**
 * Who may learn that we are there, have read or write: whoever sees our presence, and whoever we have ever written to
 * (XEP-0184, XEP-0333 and XEP-0085 ask not to leak presence). Never our own account.
 */
export function createAudience(options: {
  readonly account: AccountId
  readonly contactOf: (address: Peer) => Promise<Contact | null>
  readonly hasWritten: (address: Peer) => Promise<boolean>
}): (peer: Peer) => Promise<boolean> {
  const { account, contactOf, hasWritten } = options
  return async peer => peer !== account && (seesUs(await contactOf(peer)) || (await hasWritten(peer)))
}
