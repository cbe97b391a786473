import { useEffect } from 'react'
import type { AccountId, Peer } from '../../../shared/domain/address.ts'
import { call, drop } from '../../ipc/call.ts'
import { useNarrow } from '../../state/use-narrow.ts'
import { useWindowFocus } from '../../state/use-window-focus.ts'
import { useView } from '../../state/view.ts'

/** Tells that the person looks at this conversation: what comes in it needs no notification. */
export function useInView(account: AccountId, peer: Peer): void {
  const focused = useWindowFocus()
  const narrow = useNarrow()
  const shown = useView(view => view.pane === 'main') || !narrow
  const inView = focused && shown

  useEffect(() => {
    if (!inView) return
    drop(call('conversation.setInView', { account, peer }))
    return () => drop(call('conversation.setInView', { account, peer: null }))
  }, [account, peer, inView])
}
