import { useEffect, useState } from 'react'
import type { AccountId } from '../../../shared/domain/address.ts'
import { useStore } from '../../state/store.ts'

/** Most are filled before anybody could read that they are there, in milliseconds. */
const patience = 1000
const none: readonly number[] = []

/** Places before which messages may be missing, once that has lasted. */
export function useGaps(account: AccountId): readonly number[] {
  const gaps = useStore(state => state.accounts[account]?.archive.gaps ?? none)
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
