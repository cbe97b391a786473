import { z } from 'zod'
import { type DirectoryAnswer, longestSearch } from '../domain/search.ts'
import { command } from './command.ts'
import { knownAddress } from './guards.ts'

export const searchCommands = {
  /**
   * Asks the directories of the server for people; resolves after ten seconds at most. A text of less than two letters
   * asks nobody. A later call ends the earlier ones. Fails as `not-connected`.
   */
  'search.directory': command<DirectoryAnswer>()(
    z.strictObject({ account: knownAddress, text: z.string().max(longestSearch) }),
  ),
}
