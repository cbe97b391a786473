import type { archiveCommands } from '../../../shared/ipc/archive.ts'
import type { CommandHandlers } from '../../../shared/ipc/index.ts'
import type { Accounts } from '../accounts/accounts.ts'
import { drop, type Log } from '../ports/index.ts'

export function archiveHandlers(options: {
  readonly accounts: Accounts
  readonly log: Log
}): CommandHandlers<keyof typeof archiveCommands> {
  const { accounts, log } = options
  return {
    async 'archive.fill'({ account }) {
      drop(accounts.history(account).catchUp(), log, 'reading the archive again')
    },
  }
}
