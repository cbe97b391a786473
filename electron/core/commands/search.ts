import type { CommandHandlers } from '../../../shared/ipc/index.ts'
import type { searchCommands } from '../../../shared/ipc/search.ts'
import type { Accounts } from '../accounts/accounts.ts'

export function searchHandlers(options: { readonly accounts: Accounts }): CommandHandlers<keyof typeof searchCommands> {
  const { accounts } = options
  return {
    async 'search.directory'({ account, text }) {
      accounts.requireUnlocked(account)
      return accounts.searchDirectory(account, text)
    },
  }
}
