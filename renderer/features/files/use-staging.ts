import { useMemo } from 'react'
import type { AccountId, Peer } from '../../../shared/domain/address.ts'
import { call, drop, failureOf, filesOf } from '../../ipc/call.ts'
import { draftKey, useViewApi } from '../../state/view.ts'
import { createStaging, type FileDoor, type Staging } from './staging.ts'

const door: FileDoor = {
  choose: () => call('file.choose', {}),
  ofFile: file => filesOf([file]),
  ofBytes: (name, bytes) => call('file.stage', { name, bytes }),
  unstage: tokens => drop(call('file.unstage', { tokens: [...tokens] })),
  failureOf,
}

/** Takes in files for a conversation; afterwards one can go on writing. */
export function useStaging(account: AccountId, peer: Peer): Staging {
  const views = useViewApi()
  return useMemo(() => {
    const staging = createStaging({ views, key: draftKey(account, peer), door })
    const write = () => views.setState(view => ({ composeWish: view.composeWish + 1 }))
    return {
      ...staging,
      choose: () => staging.choose().finally(write),
      take: files => {
        write()
        return staging.take(files)
      },
    }
  }, [views, account, peer])
}
