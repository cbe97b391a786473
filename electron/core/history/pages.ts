import type { AccountId, Peer } from '../../../shared/domain/address.ts'
import { roomOf } from '../../../shared/domain/conversation.ts'
import type { MessagePage } from '../../../shared/domain/message.ts'
import type { Store } from '../../store/store.ts'
import type { HistoryActions } from './create-history.ts'

/** Pages of the server that hold nothing to read may follow each other; after so many the window asks again. */
const mostPages = 5

/**
 * Says of a page that begins at the oldest message here whether the server may have older ones: "the window never shows
 * a conversation as complete when it is not".
 */
export async function withServer<Page extends MessagePage>(
  store: Pick<Store, 'archive' | 'history' | 'conversation'>,
  account: AccountId,
  peer: Peer,
  page: Page,
): Promise<Page> {
  return page.hasMore ? page : { ...page, hasMore: !(await isComplete(store, account, peer)) }
}

/**
 * Messages older than `before` (an `order`), oldest first: those that are here, and where there are none, the server's.
 * @throws AppError where the server cannot be asked, or refuses
 */
export async function olderPage(
  {
    store,
    history,
  }: { readonly store: Pick<Store, 'page' | 'archive' | 'history' | 'conversation'>; readonly history: HistoryActions },
  wanted: {
    readonly account: AccountId
    readonly peer: Peer
    readonly before: number
    readonly limit: number
  },
): Promise<MessagePage> {
  const { account, peer, before, limit } = wanted
  for (let asked = 0; ; asked++) {
    const here = await store.page(account, peer, before, limit)
    const page = await withServer(store, account, peer, here)
    if (page.messages.length > 0 || !page.hasMore || asked === mostPages) return page
    await history.loadOlder(peer)
  }
}

async function isComplete(
  store: Pick<Store, 'archive' | 'history' | 'conversation'>,
  account: AccountId,
  peer: Peer,
): Promise<boolean> {
  const { kind } = await store.conversation(account, peer)
  if (kind === 'room') {
    const { absent, complete } = await store.archive(account, roomOf(peer))
    return absent || complete
  }
  const [archive, history] = await Promise.all([store.archive(account), store.history(account, peer)])
  return archive.absent || archive.complete || history.complete
}
