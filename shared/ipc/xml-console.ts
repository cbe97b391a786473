import { z } from 'zod'
import type { XmlConsoleEntry } from '../domain/xml-console.ts'
import { command } from './command.ts'
import { knownAddress } from './guards.ts'

const ofAccount = z.strictObject({ account: knownAddress })

export const xmlConsoleCommands = {
  /**
   * What there is so far, oldest first; what follows comes as `xmlConsole.recorded`. From the first time on everything
   * is recorded, in memory, until the account goes out of use.
   */
  'xmlConsole.open': command<readonly XmlConsoleEntry[]>()(ofAccount),
  /** Nothing more is told; recording goes on, for who comes back. */
  'xmlConsole.close': command<void>()(ofAccount),
  /** Forgets all up to the `order` that is answered. */
  'xmlConsole.clear': command<number>()(ofAccount),
  /** Asks the person for a file and writes all of it there; false where they do not want to. */
  'xmlConsole.save': command<boolean>()(ofAccount),
}
