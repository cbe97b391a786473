import type { CommandHandlers } from '../../../shared/ipc/index.ts'
import type { xmlConsoleCommands } from '../../../shared/ipc/xml-console.ts'
import type { Accounts } from '../accounts/accounts.ts'
import type { Ports } from '../ports/index.ts'
import { asFile, fileName } from '../xml-console/as-file.ts'
import type { XmlConsole } from '../xml-console/xml-console.ts'

export function xmlConsoleHandlers(
  options: { readonly accounts: Accounts; readonly xmlConsole: XmlConsole } & Pick<
    Ports,
    'clock' | 'documents' | 'program'
  >,
): CommandHandlers<keyof typeof xmlConsoleCommands> {
  const { accounts, xmlConsole, clock, documents, program } = options
  const recorder: XmlConsole['recorder'] = account => {
    accounts.requireUnlocked(account)
    return xmlConsole.recorder(account)
  }
  return {
    'xmlConsole.open': ({ account }) => recorder(account).open(),
    'xmlConsole.close': ({ account }) => recorder(account).close(),
    'xmlConsole.clear': ({ account }) => recorder(account).clear(),
    'xmlConsole.save': ({ account }) =>
      documents.save(fileName(account, clock.now()), asFile(account, program.version, recorder(account).entries())),
  }
}
