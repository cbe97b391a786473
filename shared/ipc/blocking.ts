import { z } from 'zod'
import type { BareJid } from '../domain/address.ts'
import { command } from './command.ts'
import { knownAddress, typedAddress } from './guards.ts'

/** Each ends when the server has answered; the list comes as `blocking.changed`. */
export const blockingCommands = {
  /**
   * Whatever this person, or anybody of this domain, sends no longer reaches us. A name without @ is one of our own server.
   * Fails as `invalid-address`, `own-address` or `blocking-not-supported`.
   */
  'blocking.block': command<BareJid>()(z.strictObject({ account: knownAddress, address: typedAddress })),
  'blocking.unblock': command<void>()(z.strictObject({ account: knownAddress, address: knownAddress })),
}
