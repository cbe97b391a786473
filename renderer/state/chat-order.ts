import type { AccountId, Peer } from '../../shared/domain/address.ts'
import type { Conversation } from '../../shared/domain/conversation.ts'
import type { State } from './state.ts'
import { draftKey, type View } from './view.ts'

/**
 * Whom the chat list shows, the latest first: everybody with a message, and whoever is being written to.
 * @param drafts Of every account, by `draftKey`.
 */
export function chatOrder(
  conversations: Readonly<Record<Peer, Conversation>>,
  account: AccountId,
  view: Pick<View, 'peer' | 'drafts'>,
): readonly Peer[] {
  const begun = Object.keys(view.drafts)
    .filter(key => key.startsWith(draftKey(account, '' as Peer)))
    .map(key => key.slice(draftKey(account, '' as Peer).length) as Peer)
  const peers = new Set<Peer>([...(view.peer === null ? [] : [view.peer]), ...begun])
  for (const conversation of Object.values(conversations))
    if (conversation.lastMessage !== null) peers.add(conversation.peer)
  const lastTime = (peer: Peer) => conversations[peer]?.lastMessage?.time ?? Number.POSITIVE_INFINITY
  return [...peers].sort((one, other) => compare(lastTime(other), lastTime(one)) || one.localeCompare(other))
}

/** The chat above or below the open one; the first one where none is open. */
export function chatBeside(order: readonly Peer[], peer: Peer | null, step: 1 | -1): Peer | null {
  const at = peer === null ? -1 : order.indexOf(peer)
  return (at === -1 ? order[0] : order[at + step]) ?? null
}

/** The next chat with new messages, below the open one and round the end. */
export function nextUnread(order: readonly Peer[], peer: Peer | null, unread: (peer: Peer) => number): Peer | null {
  const at = peer === null ? -1 : order.indexOf(peer)
  return [...order.slice(at + 1), ...order.slice(0, at + 1)].find(each => unread(each) > 0) ?? null
}

/** New messages in all chats of an account, but for rooms of which the person wants to hear nothing. */
export function unreadOf(state: State, id: AccountId): number {
  const account = state.accounts[id]
  return Object.values(account?.conversations ?? {}).reduce(
    (sum, each) => sum + (account?.rooms[each.peer]?.notify === 'none' && !each.mentioned ? 0 : each.unread),
    0,
  )
}

/** Messages that leave when the connection is back, as far as the last ones of each chat tell. */
export function waitingOf(state: State, account: AccountId): number {
  if (state.accounts[account]?.connection.phase === 'online') return 0
  return Object.values(state.accounts[account]?.messages ?? {})
    .flatMap(window => window.messages)
    .filter(message => message.state === 'queued').length
}

function compare(one: number, other: number): number {
  return one === other ? 0 : one - other
}
