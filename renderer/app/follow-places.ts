import type { AccountId } from '../../shared/domain/address.ts'
import type { Store } from '../state/store.ts'
import { openConversation, showView, type View, type ViewStore } from '../state/view.ts'

/**
 * Goes where the person has clicked to outside of the window, from now on.
 * @returns ends it
 */
export function followPlaces(store: Store, views: ViewStore, account: AccountId): () => void {
  return store.subscribe((state, before) => {
    const { wanted } = state
    if (wanted === null || wanted === before.wanted || wanted.account !== account) return
    views.setState((view): View => {
      // In Contacts a person may stand in the place of the conversation.
      if (wanted.type === 'conversation') return openConversation(showView(view, 'chats'), wanted.peer)
      return showView(view, 'contacts')
    })
  })
}
