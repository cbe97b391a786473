import { useEffect } from 'react'
import type { AccountId, Peer } from '../../../shared/domain/address.ts'
import { call, drop } from '../../ipc/call.ts'
import { draftKey, useViewApi } from '../../state/view.ts'

/** What stands ready to be sent outlives the page: the main process has it, and is told what it is. */
export function useHeldFiles(account: AccountId): void {
  const views = useViewApi()
  useEffect(() => {
    let left = false
    const ofAccount = draftKey(account, '' as Peer)
    const held = call('file.held', { account }).then(all => {
      if (left) return
      for (const { peer, files } of all) {
        const key = draftKey(account, peer)
        // Behind what it had before stands what the page was given meanwhile.
        views.setState(({ staged }) => {
          const there = staged[key] ?? []
          const before = files.filter(each => there.every(({ token }) => token !== each.token))
          return before.length === 0 ? {} : { staged: { ...staged, [key]: [...before, ...there] } }
        })
      }
    })
    drop(held)
    const end = views.subscribe(({ staged }, { staged: before }) => {
      if (staged === before) return
      for (const key of new Set([...Object.keys(staged), ...Object.keys(before)])) {
        if (!key.startsWith(ofAccount) || staged[key] === before[key]) continue
        const peer = key.slice(ofAccount.length) as Peer
        drop(call('file.hold', { account, peer, tokens: (staged[key] ?? []).map(each => each.token) }))
      }
    })
    return () => {
      left = true
      end()
    }
  }, [account, views])
}
