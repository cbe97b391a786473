import type { CommandHandlers } from '../../../shared/ipc/index.ts'
import type { requestCommands } from '../../../shared/ipc/request.ts'
import { prepareBareJid } from '../../stanza/jid.ts'
import type { Accounts } from '../accounts/accounts.ts'

export function requestHandlers({
  accounts,
}: {
  readonly accounts: Accounts
}): CommandHandlers<keyof typeof requestCommands> {
  return {
    'request.accept': async ({ account, address }) => accounts.contacts(account).accept(prepareBareJid(address)),
    'request.decline': async ({ account, address }) => accounts.contacts(account).decline(prepareBareJid(address)),
  }
}
