import { useEffect, useMemo, useRef, useState } from 'react'
import type { AccountId, Peer } from '../../../shared/domain/address.ts'
import type { MessageId } from '../../../shared/domain/message.ts'
import { call, drop } from '../../ipc/call.ts'
import { transfersOf, transfersTo } from '../../state/files.ts'
import { setFollowing } from '../../state/messages.ts'
import { useStore, useStoreApi } from '../../state/store.ts'
import { useWindowFocus } from '../../state/use-window-focus.ts'
import { type Target, useViewApi, withoutTarget } from '../../state/view.ts'
import { hasGap, type LogRow, logRows, transferRows } from './log-rows.ts'
import { useGaps } from './use-gaps.ts'
import { type LoadedMessages, useMessages } from './use-messages.ts'
import { useNewLine } from './use-new-line.ts'

export interface ConversationState {
  readonly rows: readonly LogRow[]
  /** The newest page is there. */
  readonly loaded: boolean
  readonly hasMore: boolean
  readonly older: LoadedMessages['older']
  /** There are newer ones after the last row. */
  readonly hasNewer: boolean
  readonly newer: LoadedMessages['newer']
  /** Messages may be missing after the last row. */
  readonly endsInGap: boolean
  /** The message that was looked for. */
  readonly target: MessageId | null
  /** That message takes the focus. */
  readonly targetTakesFocus: boolean
  readonly unread: number
  readonly atEnd: boolean
  /** Counts own messages since it was opened: the log goes to its end at each. */
  readonly sentCount: number
  loadOlder(): void
  loadNewer(): void
  /** Leaves what was looked for, for the end of the conversation. */
  leaveTarget(): void
  /** The log tells whether its end is in sight. */
  setAtEnd(atEnd: boolean): void
}

/**
 * What the log shows: the rows, what is new, and how far it has been read.
 * @param sentCount counts the own messages that were handed over
 */
export function useConversation(
  account: AccountId,
  peer: Peer,
  target: Target | null,
  sentCount: number,
): ConversationState {
  const store = useStoreApi()
  const views = useViewApi()
  const { window, older, loadOlder, newer, loadNewer } = useMessages(account, peer, target?.order ?? null)
  const unread = useStore(state => state.accounts[account]?.conversations[peer]?.unread ?? 0)
  const readUpTo = useStore(state => state.accounts[account]?.conversations[peer]?.readUpTo ?? 0)
  const [atEnd, setAtEnd] = useState(false)
  const [sentBefore] = useState(sentCount)
  const sentLast = useRef(sentCount)
  const focused = useWindowFocus()
  const looking = focused && atEnd
  const [newLine, clearNewLine] = useNewLine(unread, readUpTo, looking)
  const { messages, hasMore, hasNewer, loaded } = window
  const gaps = useGaps(account, peer)
  const said = useMemo(() => logRows(messages, hasMore, newLine, gaps), [messages, hasMore, newLine, gaps])
  const transfers = useStore(state => transfersOf(state, account))
  const onTheWay = useMemo(
    () => transferRows(hasNewer || !loaded ? [] : transfersTo(transfers, peer), messages.at(-1) ?? null),
    [transfers, peer, hasNewer, loaded, messages],
  )
  const rows = useMemo(() => [...said, ...onTheWay], [said, onTheWay])
  const newest = messages.at(-1)?.order ?? 0
  const endsInGap = !hasNewer && hasGap(gaps, newest, Number.MAX_SAFE_INTEGER)

  useEffect(() => {
    if (looking && loaded && unread > 0 && newest > readUpTo)
      drop(call('conversation.markRead', { account, peer, upTo: newest }))
  }, [account, peer, looking, loaded, unread, newest, readUpTo])

  useEffect(() => {
    if (sentCount === sentLast.current) return
    sentLast.current = sentCount
    clearNewLine()
    // What was written stands at the end, which is not loaded then.
    if (hasNewer) views.setState(withoutTarget)
  }, [sentCount, hasNewer, clearNewLine, views])

  useEffect(() => {
    store.setState(state => setFollowing(state, account, peer, atEnd))
    // Who leaves reads no longer far back.
    return () => store.setState(state => setFollowing(state, account, peer, true))
  }, [store, account, peer, atEnd])

  return {
    rows,
    loaded,
    hasMore,
    older,
    hasNewer,
    newer,
    endsInGap,
    target: target?.id ?? null,
    targetTakesFocus: target?.takesFocus ?? false,
    unread,
    atEnd,
    sentCount: sentCount - sentBefore,
    loadOlder,
    loadNewer,
    leaveTarget: () => views.setState(withoutTarget),
    setAtEnd,
  }
}
