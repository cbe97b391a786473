import { useEffect } from 'react'
import type { AccountId } from '../../shared/domain/address.ts'
import { unreadOf } from '../state/chat-order.ts'
import { useStore } from '../state/store.ts'

const name = 'Centella'

/** The window's title, for the system's list of windows: it says how many messages nobody has seen. */
export function useTitle(account: AccountId): void {
  const unread = useStore(state => unreadOf(state, account))
  useEffect(() => {
    document.title = unread === 0 ? name : `(${unread}) ${name}`
    return () => {
      document.title = name
    }
  }, [unread])
}
