import { useMemo, useRef } from 'react'
import type { AccountId, Peer } from '../../../shared/domain/address.ts'
import { call, drop } from '../../ipc/call.ts'

export interface Typing {
  /** What the field holds after a keystroke. */
  typed(text: string): void
  /** It was sent: what is written from now on is to be said again. */
  sent(): void
}

/** Milliseconds between two words that the person still writes: less than the core takes for a pause. */
const often = 2000

/** Says that the person writes. Who hears of it is the core's to know. */
export function useTyping(account: AccountId, peer: Peer): Typing {
  const last = useRef(Number.NEGATIVE_INFINITY)
  return useMemo(
    () => ({
      typed(text) {
        const typing = text.trim() !== ''
        if (typing && performance.now() - last.current < often) return
        last.current = typing ? performance.now() : Number.NEGATIVE_INFINITY
        drop(call('conversation.setTyping', { account, peer, typing }))
      },
      sent() {
        last.current = Number.NEGATIVE_INFINITY
      },
    }),
    [account, peer],
  )
}
