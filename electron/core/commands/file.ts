import { access } from 'node:fs/promises'
import type { AccountId } from '../../../shared/domain/address.ts'
import { AppError } from '../../../shared/domain/failure.ts'
import { mayOpen, type SharedFile } from '../../../shared/domain/file.ts'
import type { MessageId } from '../../../shared/domain/message.ts'
import type { fileCommands } from '../../../shared/ipc/file.ts'
import type { CommandHandlers } from '../../../shared/ipc/index.ts'
import type { Store } from '../../store/store.ts'
import type { Accounts } from '../accounts/accounts.ts'
import type { FileParts } from '../files/file-actions.ts'
import { lookAt } from '../files/look.ts'
import { saveAs } from '../files/save.ts'
import type { Documents } from '../ports/index.ts'
import { peerOf } from '../rooms/peer-of.ts'

export function fileHandlers(
  options: FileParts & { readonly accounts: Accounts; readonly store: Store; readonly documents: Documents },
): CommandHandlers<keyof typeof fileCommands> {
  const { accounts, store, documents, folder, staging } = options
  /** Where files were saved last. */
  const targets = new Map<string, string>()

  /** The file of a message that is here. */
  async function here(account: AccountId, message: MessageId): Promise<{ file: SharedFile; path: string }> {
    accounts.requireUnlocked(account)
    const file = (await store.message(account, message))?.file
    if (file === undefined || file.copy === null) throw new AppError('file-missing', 'the file is not here')
    const path = folder.path(file.copy)
    try {
      await access(path)
    } catch (error) {
      // Somebody has tidied up. It can be fetched again.
      await store.apply({ type: 'file.kept', account, message, file: { ...file, copy: null } })
      throw new AppError('file-missing', 'the file is gone', {}, error)
    }
    return { file, path }
  }

  return {
    'file.limits': ({ account }) => accounts.files(account).limits(),
    'file.choose': async () => staging.ofPaths(await documents.choose()),
    'file.stage': ({ name, bytes }) => staging.ofBytes(name, bytes),
    'file.unstage': ({ tokens }) => staging.discard(tokens),
    async 'file.hold'({ account, peer, tokens }) {
      accounts.requireUnlocked(account)
      staging.hold(account, peer, tokens)
    },
    async 'file.held'({ account }) {
      accounts.requireUnlocked(account)
      return staging.held(account)
    },
    'file.send': async ({ account, peer, tokens, caption }) =>
      accounts.files(account).transfers.send(await peerOf(store, account, peer), tokens, caption),
    'transfer.retry': ({ account, transfer }) => accounts.files(account).transfers.retry(transfer),
    'transfer.cancel': ({ account, transfer }) => accounts.files(account).transfers.cancel(transfer),
    'file.download': ({ account, message }) => accounts.files(account).downloads.fetch(message),
    'file.cancelDownload': ({ account, message }) => accounts.files(account).downloads.cancel(message),
    async 'file.open'({ account, message }) {
      const { file, path } = await here(account, message)
      // Once more by what is there: whatever was kept of it.
      const { facts } = await lookAt(path, file.name)
      if (!mayOpen(facts) || !mayOpen(file) || file.copy === null) {
        throw new AppError('file-not-opened', 'a program is never opened')
      }
      await documents.open(await folder.openable(file.copy, facts.name))
    },
    async 'file.save'({ account, message }) {
      const { file, path } = await here(account, message)
      const target = await documents.chooseTarget(file.name)
      if (target === null) return false
      await saveAs(path, target)
      targets.set(`${account} ${message}`, target)
      return true
    },
    'file.reveal'({ account, message }) {
      const target = targets.get(`${account} ${message}`)
      if (target === undefined) throw new AppError('file-missing', 'the file was not saved')
      documents.reveal(target)
    },
  }
}
