import type { AccountId } from '../../shared/domain/address.ts'
import type { State } from '../state/state.ts'
import type { Store } from '../state/store.ts'
import { openConversation, showView, type View, type ViewStore } from '../state/view.ts'

/**
 * Goes where the person has clicked to outside of the window: before there was one, and from now on.
 * @returns ends it
 */
export function followPlaces(store: Store, views: ViewStore, account: AccountId): () => void {
  const go = ({ wanted }: State) => {
    if (wanted === null || wanted.account !== account) return
    store.setState({ wanted: null })
    views.setState((view): View => {
      // In Contacts a person may stand in the place of the conversation.
      if (wanted.type === 'conversation') return openConversation(showView(view, 'chats'), wanted.peer)
      return showView(view, wanted.type)
    })
  }
  go(store.getState())
  return store.subscribe(go)
}
