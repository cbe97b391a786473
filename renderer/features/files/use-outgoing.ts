import { useMemo } from 'react'
import type { AccountId, Peer } from '../../../shared/domain/address.ts'
import { call } from '../../ipc/call.ts'
import { draftKey, useView, useViewApi, withoutStaged, withStagingProblem } from '../../state/view.ts'
import { tooLarge } from './staging.ts'

/** What is to be sent with the next message. */
export interface Outgoing {
  readonly count: number
  /** Something of it cannot be sent; the tray says what. */
  readonly blocked: boolean
  /** Hands them over. Rejects where nothing is sent: then they are there again. */
  readonly send: (caption: string) => Promise<void>
}

export function useOutgoing(account: AccountId, peer: Peer): Outgoing {
  const views = useViewApi()
  const key = draftKey(account, peer)
  const files = useView(view => view.staged[key])
  const busy = useView(view => (view.staging[key] ?? 0) > 0)
  const maxBytes = useView(view => view.uploadLimits.maxBytes)
  return useMemo(
    () => ({
      count: files?.length ?? 0,
      blocked: busy || tooLarge(files ?? [], maxBytes).length > 0,
      async send(caption) {
        const sent = views.getState().staged[key] ?? []
        views.setState(view => withStagingProblem(withoutStaged(view, key, null), key, null))
        try {
          await call('file.send', { account, peer, tokens: sent.map(each => each.token), caption })
        } catch (error) {
          // Before what has been added meanwhile.
          views.setState(view => ({ staged: { ...view.staged, [key]: [...sent, ...(view.staged[key] ?? [])] } }))
          throw error
        }
      },
    }),
    [views, account, peer, key, files, busy, maxBytes],
  )
}
