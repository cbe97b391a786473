import { useCallback, useEffect, useRef, useState } from 'react'
import type { AccountId, Peer } from '../../../shared/domain/address.ts'
import type { MessagePage } from '../../../shared/domain/message.ts'
import type { OpenedConversation } from '../../../shared/ipc/conversation.ts'
import { call, failureOf } from '../../ipc/call.ts'
import { applyChange } from '../../state/apply-change.ts'
import { emptyWindow, keptMessages, type MessageWindow } from '../../state/message-window.ts'
import { addMiddle, addPage, openWindow } from '../../state/messages.ts'
import { connectionOf, windowOf } from '../../state/selectors.ts'
import { useStore, useStoreApi } from '../../state/store.ts'

/** Messages of one page. */
const pageSize = 60

export interface LoadedMessages {
  readonly window: MessageWindow
  /** Older messages are on their way; `failed` until it is tried again, `offline` until the server can be asked. */
  readonly older: 'idle' | 'loading' | 'failed' | 'offline'
  loadOlder(): void
  /** The same of newer ones, where those around an older message are shown. */
  readonly newer: 'idle' | 'loading' | 'failed'
  loadNewer(): void
}

/**
 * The messages of a conversation: the newest page when it is opened, older ones on demand.
 * @param around `order` of the message that it opens at; null for its end
 */
export function useMessages(account: AccountId, peer: Peer, around: number | null): LoadedMessages {
  const store = useStoreApi()
  const kept = useStore(state => windowOf(state, account, peer)) ?? emptyWindow
  const begun = useRef(false)
  // What was loaded before is another part of it, which would be seen for a moment.
  const window = (around === null ? kept.hasNewer : !begun.current) ? emptyWindow : kept
  const [older, setOlder] = useState<LoadedMessages['older']>('idle')
  const asked = useRef(false)

  useEffect(() => {
    let left = false
    begun.current = true
    // First the place where changes are collected, then the page: so nothing falls between them.
    store.setState(state => openWindow(state, account, peer, around !== null))
    if (around !== null) {
      call('message.pageAround', { account, peer, order: around, limit: 2 * pageSize }).then(
        page => {
          if (!left) store.setState(state => addMiddle(state, account, peer, page, 'around'))
        },
        () => setOlder('failed'),
      )
      return () => {
        left = true
      }
    }
    call('conversation.open', { account, peer }).then(
      async opened => {
        const page = await backToRead(opened, account, peer).catch(() => opened.page)
        if (left) return
        store.setState(state => {
          const known = applyChange(state, {
            type: 'conversation.changed',
            account,
            conversations: state.accounts[account]?.conversations[peer] === undefined ? [opened.conversation] : [],
          })
          return windowOf(known, account, peer)?.loaded === true ? known : addPage(known, account, peer, page)
        })
      },
      () => setOlder('failed'),
    )
    return () => {
      left = true
    }
  }, [store, account, peer, around])

  const loadOlder = useCallback(() => {
    const current = windowOf(store.getState(), account, peer)
    if (asked.current || current?.hasMore === false) return
    asked.current = true
    setOlder('loading')
    const before = current?.messages[0]?.order ?? Number.MAX_SAFE_INTEGER
    call('message.page', { account, peer, before, limit: pageSize }).then(
      page => {
        // First: who hears that it is idle may ask at once.
        asked.current = false
        store.setState(state => addPage(state, account, peer, page))
        setOlder('idle')
      },
      error => {
        asked.current = false
        setOlder(offline.has(failureOf(error).code) ? 'offline' : 'failed')
      },
    )
  }, [store, account, peer])

  const isOnline = useStore(state => connectionOf(state, account).phase === 'online')
  useEffect(() => {
    if (isOnline) setOlder(state => (state === 'offline' ? 'idle' : state))
  }, [isOnline])

  const [newer, setNewer] = useState<LoadedMessages['newer']>('idle')
  const askedNewer = useRef(false)
  const loadNewer = useCallback(() => {
    const after = windowOf(store.getState(), account, peer)?.messages.at(-1)?.order
    if (askedNewer.current || after === undefined) return
    askedNewer.current = true
    setNewer('loading')
    call('message.pageAfter', { account, peer, after, limit: pageSize })
      .then(
        page => {
          store.setState(state => addMiddle(state, account, peer, page, 'after'))
          setNewer('idle')
        },
        () => setNewer('failed'),
      )
      .finally(() => {
        askedNewer.current = false
      })
  }, [store, account, peer])

  return { window, older, loadOlder, newer, loadNewer }
}

/** Failures that are over when the connection is back. */
const offline: ReadonlySet<string> = new Set(['not-connected', 'network-lost'])

/** The newest page and, as far as they are kept, what nobody has read before it: so that it opens where the new begins. */
async function backToRead(opened: OpenedConversation, account: AccountId, peer: Peer): Promise<MessagePage> {
  const { unread, readUpTo } = opened.conversation
  let { messages, hasMore } = opened.page
  const read = (): number => messages.filter(each => each.direction === 'in' && each.order > readUpTo).length
  // Never more than is here: the server is asked by scrolling up.
  while (read() < unread && hasMore && messages.length < keptMessages) {
    const before = messages[0]?.order ?? 0
    if (before <= readUpTo) break
    const older = await call('message.page', { account, peer, before, limit: pageSize })
    messages = [...older.messages, ...messages]
    hasMore = older.hasMore && older.messages.length > 0
  }
  return { messages, hasMore }
}
