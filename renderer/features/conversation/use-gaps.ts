import { useEffect, useState } from 'react'
import type { AccountId, Peer } from '../../../shared/domain/address.ts'
import { useStore } from '../../state/store.ts'

/** Most are filled before anybody could read that they are there, in milliseconds. */
const patience = 1000
const none: readonly number[] = []

/** Places of a conversation before which messages may be missing, once that has lasted. A room has an archive of its own. */
export function useGaps(account: AccountId, peer: Peer): readonly number[] {
  const gaps = useStore(state => {
    const conversation = state.accounts[account]?.conversations[peer]
    return (conversation?.kind === 'room' ? conversation.gaps : state.accounts[account]?.archive.gaps) ?? none
  })
  const isOpen = gaps.length > 0
  const [lasts, setLasts] = useState(false)
  useEffect(() => {
    if (!isOpen) return
    const timer = setTimeout(() => setLasts(true), patience)
    return () => {
      clearTimeout(timer)
      setLasts(false)
    }
  }, [isOpen])
  return lasts ? gaps : none
}
