import { z } from 'zod'
import { command } from './command.ts'
import { knownAddress } from './guards.ts'

const one = z.strictObject({ account: knownAddress, address: knownAddress })

export const requestCommands = {
  /** They see our presence from now on; we ask for theirs and have them in our list. */
  'request.accept': command<void>()(one),
  'request.decline': command<void>()(one),
}
