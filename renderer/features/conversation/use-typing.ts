import { useCallback, useRef } from 'react'
import type { AccountId, BareJid } from '../../../shared/domain/address.ts'
import { call, drop } from '../../ipc/call.ts'

/** Milliseconds between two words that the person still writes: less than the core takes for a pause. */
const often = 2000

/** Says that the person writes, from what the field holds at each keystroke. Who hears of it is the core's to know. */
export function useTyping(account: AccountId, peer: BareJid): (text: string) => void {
  const last = useRef(Number.NEGATIVE_INFINITY)
  return useCallback(
    text => {
      const typing = text.trim() !== ''
      if (typing && performance.now() - last.current < often) return
      last.current = typing ? performance.now() : Number.NEGATIVE_INFINITY
      drop(call('conversation.setTyping', { account, peer, typing }))
    },
    [account, peer],
  )
}
