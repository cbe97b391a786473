import { z } from 'zod'
import { command } from './command.ts'
import { knownAddress } from './guards.ts'

export const archiveCommands = {
  /** Tries again to read what is missing here of the server's archive; how it goes on comes as `archive.changed`. */
  'archive.fill': command<void>()(z.strictObject({ account: knownAddress })),
}
