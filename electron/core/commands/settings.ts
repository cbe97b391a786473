import type { CommandHandlers } from '../../../shared/ipc/index.ts'
import type { settingsCommands } from '../../../shared/ipc/settings.ts'
import type { Accounts } from '../accounts/accounts.ts'
import type { Emit } from '../events.ts'

export function settingsHandlers(options: {
  readonly accounts: Accounts
  readonly emit: Emit
}): CommandHandlers<keyof typeof settingsCommands> {
  const { accounts, emit } = options
  return {
    async 'settings.change'(settings) {
      await emit({ type: 'settings.changed', settings })
      accounts.publishAll()
    },
  }
}
