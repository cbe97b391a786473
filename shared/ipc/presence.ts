import { z } from 'zod'
import { command } from './command.ts'
import { knownAddress } from './guards.ts'

/** Characters of what somebody says of how they are. */
export const longestStatus = 1000

export const presenceCommands = {
  /** Says how the person is, now and after each later sign-in. */
  'presence.set': command<void>()(
    z.strictObject({
      account: knownAddress,
      presence: z.strictObject({
        availability: z.enum(['chat', 'available', 'away', 'xa', 'dnd']),
        status: z.string().max(longestStatus).nullable(),
      }),
    }),
  ),
}
