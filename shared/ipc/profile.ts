import { z } from 'zod'
import type { Failure } from '../domain/failure.ts'
import { ownPictureBytes, type ProfileFacts } from '../domain/profile.ts'
import { command } from './command.ts'
import { knownAddress } from './guards.ts'

/** Characters of a name in our own profile. */
export const longestName = 100

export interface OpenedProfile {
  /** Null where nothing is known. */
  readonly facts: ProfileFacts | null
  /** Why it may be old: the server was asked, and did not answer well. */
  readonly failure: Failure | null
}

const name = z.string().trim().min(1).max(longestName).nullable()
const picture = z.custom<Uint8Array>(value => value instanceof Uint8Array && value.length <= ownPictureBytes)

export const profileCommands = {
  /** Asks for what somebody says of themselves, where what is known is not new; names and picture come as `profile.changed`. */
  'profile.open': command<OpenedProfile>()(z.strictObject({ account: knownAddress, address: knownAddress })),
  /**
   * Changes our own profile. The picture was chosen and scaled in the page: its bytes are small, and it names no path.
   * Fails as `not-connected` and as the server refuses.
   */
  'profile.setOwn': command<void>()(
    z.strictObject({
      account: knownAddress,
      fullName: name,
      nickname: name,
      picture: z.union([z.literal('keep'), z.null(), picture]),
    }),
  ),
}
