import { z } from 'zod'
import type { BareJid } from '../domain/address.ts'
import { command } from './command.ts'
import { knownAddress, typedAddress } from './guards.ts'

/** Characters of a name, or of the groups that are typed; what servers take is far above. */
export const longestName = 500
/** More than can be typed at once beside those that there are. */
const mostGroups = 1000

const name = z.string().max(longestName).nullable()
/** What other programs have put into the list goes back as it is. */
const longestKept = 100_000
const groups = z.array(z.string().min(1).max(longestKept)).max(mostGroups)
const one = z.strictObject({ account: knownAddress, address: knownAddress })

/** Each ends when the server has answered: what it has confirmed comes as `contact.changed`. */
export const contactCommands = {
  /**
   * Puts somebody into the list and asks to see their presence. A name without @ is one of our own server.
   * Fails as `invalid-address`, `own-address` or `already-contact`.
   */
  'contact.add': command<BareJid>()(z.strictObject({ account: knownAddress, address: typedAddress, name, groups })),
  /** Another name, or other groups. Fails as `managed-by-server` where it would leave a group that the server shares. */
  'contact.change': command<void>()(z.strictObject({ ...one.shape, name, groups })),
  /** Out of the list, and neither sees the other any more. Fails as `managed-by-server`. */
  'contact.remove': command<void>()(one),
  /** Asks (once more) to see their presence. */
  'contact.ask': command<void>()(one),
  /** Takes our request back; somebody who does not see us either leaves the list. */
  'contact.withdraw': command<void>()(one),
}
