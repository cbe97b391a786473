import type { AccountId, BareJid } from '../../../shared/domain/address.ts'
import { prepareBareJid, splitJid } from '../../stanza/jid.ts'

/**
 * The address that somebody types who adds a contact. A name without @ and without a dot is one of our own server: few
 * domains look so, and most people of a school write to each other.
 * @throws AppError `invalid-address`
 */
export function prepareTypedAddress(text: string, account: AccountId): BareJid {
  const typed = text.trim()
  return prepareBareJid(/[@./]/u.test(typed) ? typed : `${typed}@${splitJid(account).domain}`)
}
