import { useEffect } from 'react'
import { assertNever } from '../../shared/assert-never.ts'
import type { AccountId } from '../../shared/domain/address.ts'
import { call, drop } from '../ipc/call.ts'
import { chatBeside, chatOrder, nextUnread } from '../state/chat-order.ts'
import { useStoreApi } from '../state/store.ts'
import { openConversation, showView, startFind, useViewApi, type View } from '../state/view.ts'
import { cyclePane, enterPane } from './panes.ts'
import { type Shortcut, shortcutOf } from './shortcuts.ts'

/** The keys of the main window, wherever the focus is; not while a dialog or menu is open. */
export function useKeys(account: AccountId): void {
  const store = useStoreApi()
  const views = useViewApi()

  useEffect(() => {
    const run = (shortcut: Shortcut) => {
      const view = views.getState()
      const conversations = store.getState().accounts[account]?.conversations ?? {}
      const order = chatOrder(conversations, account, view)
      const open = (peer: ReturnType<typeof chatBeside>) => {
        if (peer !== null) views.setState(openConversation(showView(view, 'chats'), peer))
      }
      switch (shortcut) {
        case 'search':
        case 'new-chat':
          return views.setState({ searchWish: view.searchWish + 1 })
        case 'join-room':
          return views.setState({ roomWish: { kind: 'join' } })
        case 'attach':
          return views.setState({ attachWish: view.attachWish + 1 })
        case 'find':
          return views.setState(startFind(view))
        case 'previous-chat':
          return open(chatBeside(order, view.peer, -1))
        case 'next-chat':
          return open(chatBeside(order, view.peer, 1))
        case 'next-unread':
          return open(nextUnread(order, view.peer, peer => conversations[peer]?.unread ?? 0))
        case 'settings':
          return views.setState(showView(view, 'settings'))
        case 'next-pane':
          return cyclePane(1)
        case 'previous-pane':
          return cyclePane(-1)
        case 'quit':
          return drop(call('program.quit', {}))
        default:
          return assertNever(shortcut)
      }
    }

    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || document.querySelector('[role="dialog"], [role="menu"]') !== null) return
      if (event.key === 'Escape' && !event.isComposing) {
        views.setState(afterEscape(views.getState()))
        return
      }
      const shortcut = shortcutOf(event, store.getState().program.platform)
      if (shortcut === null) return
      event.preventDefault()
      run(shortcut)
    }

    /** Closes what is open, one at a time: the side panel, then the way from the conversation back to the list. */
    const afterEscape = (view: View): View => {
      if (view.panel) return { ...view, panel: false }
      // The list is there only after the window has been drawn again.
      queueMicrotask(() => enterPane('list'))
      return { ...view, pane: 'list' }
    }

    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [account, store, views])
}
