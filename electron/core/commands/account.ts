import type { accountCommands } from '../../../shared/ipc/account.ts'
import type { CommandHandlers } from '../../../shared/ipc/index.ts'
import type { Accounts } from '../accounts/accounts.ts'

export function accountHandlers(options: {
  readonly accounts: Accounts
}): CommandHandlers<keyof typeof accountCommands> {
  const { accounts } = options
  return {
    'account.recall': ({ address }) => accounts.recall(address),
    'account.signIn': request => accounts.signIn(request),
    'account.cancelSignIn': ({ account }) => accounts.cancelSignIn(account),
    'account.signOut': ({ account, removeHistory }) => accounts.signOut(account, removeHistory),
    'account.allowPasswordInClear': ({ account }) => accounts.allowPasswordInClear(account),
    'account.trustCertificate': ({ account, fingerprint }) => accounts.trustCertificate(account, fingerprint),
    'account.forgetCertificate': ({ account, fingerprint }) => accounts.forgetCertificate(account, fingerprint),
    'account.followDomain': ({ account }) => accounts.followDomain(account),
    'account.retryNow': ({ account }) => accounts.retryNow(account),
  }
}
