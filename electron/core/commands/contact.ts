import type { contactCommands } from '../../../shared/ipc/contact.ts'
import type { CommandHandlers } from '../../../shared/ipc/index.ts'
import { prepareBareJid } from '../../stanza/jid.ts'
import type { Accounts } from '../accounts/accounts.ts'
import { prepareTypedAddress } from '../contacts/typed-address.ts'

export function contactHandlers({
  accounts,
}: {
  readonly accounts: Accounts
}): CommandHandlers<keyof typeof contactCommands> {
  return {
    async 'contact.add'({ account, address, name, groups }) {
      const contacts = accounts.contacts(account)
      const prepared = prepareTypedAddress(address, account)
      await contacts.add(prepared, { name, groups })
      return prepared
    },
    'contact.change': async ({ account, address, name, groups }) =>
      accounts.contacts(account).change(prepareBareJid(address), { name, groups }),
    'contact.remove': async ({ account, address }) => accounts.contacts(account).remove(prepareBareJid(address)),
    'contact.ask': async ({ account, address }) => accounts.contacts(account).ask(prepareBareJid(address)),
    'contact.withdraw': async ({ account, address }) => accounts.contacts(account).withdraw(prepareBareJid(address)),
  }
}
