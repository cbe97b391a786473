import type { CommandHandlers } from '../../../shared/ipc/index.ts'
import type { presenceCommands } from '../../../shared/ipc/presence.ts'
import type { Accounts } from '../accounts/accounts.ts'

export function presenceHandlers(options: {
  readonly accounts: Accounts
}): CommandHandlers<keyof typeof presenceCommands> {
  return { 'presence.set': ({ account, presence }) => options.accounts.setPresence(account, presence) }
}
