import { randomUUID } from 'node:crypto'
import { AppError } from '../../../shared/domain/failure.ts'
import type { MessageId } from '../../../shared/domain/message.ts'
import type { CommandHandlers } from '../../../shared/ipc/index.ts'
import type { messageCommands } from '../../../shared/ipc/message.ts'
import { cleanText } from '../../stanza/xml-text.ts'
import type { Store } from '../../store/store.ts'
import type { Accounts } from '../accounts/accounts.ts'
import type { Emit } from '../events.ts'
import { olderPage, withServer } from '../history/pages.ts'
import type { Clock } from '../ports/index.ts'
import { asWhom, peerOf } from '../rooms/peer-of.ts'

export function messageHandlers(options: {
  readonly accounts: Accounts
  readonly store: Store
  readonly emit: Emit
  readonly clock: Clock
}): CommandHandlers<keyof typeof messageCommands> {
  const { accounts, store, emit, clock } = options
  return {
    async 'message.send'({ account, peer, body }) {
      accounts.requireUnlocked(account)
      // Kept as it goes out, so that both ends have the same words.
      const text = cleanText(body)
      if (text.trim() === '') throw new AppError('invalid-payload', 'Nothing of the text can be sent', { text: 'body' })
      const id = randomUUID() as MessageId
      // On disk before it is on the wire: nothing that was written is lost.
      const to = await peerOf(store, account, peer)
      const said = { account, id, peer: to, body: text, time: clock.now() } as const
      await emit({ type: 'message.queued', ...said, ...(await asWhom(store, account, to)) })
      accounts.flush(account)
      return id
    },
    async 'message.page'({ account, peer, before, limit }) {
      accounts.requireUnlocked(account)
      const wanted = { account, peer: await peerOf(store, account, peer), before, limit }
      const page = await olderPage({ store, history: accounts.history(account) }, wanted)
      accounts.files(account).downloads.seen(page.messages)
      return page
    },
    async 'message.pageAround'({ account, peer, order, limit }) {
      accounts.requireUnlocked(account)
      const [address, half] = [await peerOf(store, account, peer), Math.ceil(limit / 2)]
      const older = await store.page(account, address, order, half)
      const { messages, hasNewer } = await store.pageFrom(account, address, order, half)
      const { hasMore } = await withServer(store, account, address, older)
      accounts.files(account).downloads.seen([...older.messages, ...messages])
      return { messages: [...older.messages, ...messages], hasMore, hasNewer }
    },
    async 'message.pageAfter'({ account, peer, after, limit }) {
      accounts.requireUnlocked(account)
      return store.pageFrom(account, await peerOf(store, account, peer), after + 1, limit)
    },
    async 'message.search'({ account, text, peer, before, limit }) {
      accounts.requireUnlocked(account)
      return store.search(account, text, {
        peer: peer === null ? null : await peerOf(store, account, peer),
        before,
        limit,
      })
    },
    async 'message.delivery'({ account, id }) {
      accounts.requireUnlocked(account)
      return store.delivery(account, id)
    },
    async 'message.retry'({ account, id }) {
      accounts.requireUnlocked(account)
      await emit({ type: 'message.retried', account, id })
      accounts.flush(account)
    },
    async 'message.delete'({ account, id }) {
      accounts.requireUnlocked(account)
      const file = (await store.message(account, id))?.file
      await emit({ type: 'message.deleted', account, id })
      // Our copy of what it carried goes with it.
      if (file !== undefined && file.copy !== null) await store.releaseFiles()
    },
  }
}
