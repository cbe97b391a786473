import { useEffect } from 'react'
import type { AccountId } from '../../../shared/domain/address.ts'
import { call } from '../../ipc/call.ts'
import { connectionOf } from '../../state/selectors.ts'
import { useStore } from '../../state/store.ts'
import { useViewApi } from '../../state/view.ts'

/** Knows what the server takes before a file is sent: asked on each connection, and kept while there is none. */
export function useUploadLimits(account: AccountId): void {
  const views = useViewApi()
  const isOnline = useStore(state => connectionOf(state, account).phase === 'online')
  useEffect(() => {
    if (!isOnline) return
    let left = false
    call('file.limits', { account }).then(
      uploadLimits => {
        if (!left && uploadLimits.available !== null) views.setState({ uploadLimits })
      },
      () => {
        // Not known then: the server says so when a file is sent.
      },
    )
    return () => {
      left = true
    }
  }, [account, isOnline, views])
}
