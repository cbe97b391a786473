import { AppError } from '../../../shared/domain/failure.ts'
import type { blockingCommands } from '../../../shared/ipc/blocking.ts'
import type { CommandHandlers } from '../../../shared/ipc/index.ts'
import { prepareJid } from '../../stanza/jid.ts'
import type { Accounts } from '../accounts/accounts.ts'
import { prepareTypedAddress } from '../contacts/typed-address.ts'

export function blockingHandlers({
  accounts,
}: {
  readonly accounts: Accounts
}): CommandHandlers<keyof typeof blockingCommands> {
  return {
    async 'blocking.block'({ account, address }) {
      const blocking = accounts.blocking(account)
      const prepared = prepareTypedAddress(address, account)
      if (prepared === account) throw new AppError('own-address', 'Nobody keeps themselves out')
      await blocking.block(prepared)
      return prepared
    },
    'blocking.unblock': async ({ account, address }) => accounts.blocking(account).unblock(prepareJid(address)),
  }
}
