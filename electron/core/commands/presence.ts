import type { CommandHandlers } from '../../../shared/ipc/index.ts'
import type { presenceCommands } from '../../../shared/ipc/presence.ts'
import type { Accounts } from '../accounts/accounts.ts'
import type { Away } from '../idle/away.ts'

export function presenceHandlers(options: {
  readonly accounts: Accounts
  readonly away: Away
}): CommandHandlers<keyof typeof presenceCommands> {
  const { accounts, away } = options
  return {
    'presence.set': ({ account, presence }) => {
      away.chosen()
      return accounts.setPresence(account, presence)
    },
  }
}
