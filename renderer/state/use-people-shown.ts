import { useSyncExternalStore } from 'react'
import type { AccountId, Peer } from '../../shared/domain/address.ts'
import { roomIn } from './room-selectors.ts'
import { useStore } from './store.ts'
import { useView, useViewApi } from './view.ts'

/** The side panel stands over the conversation: as in the styles. */
const floating = '(max-width: 1040px)'

function watch(listener: () => void): () => void {
  const query = matchMedia(floating)
  query.addEventListener('change', listener)
  return () => query.removeEventListener('change', listener)
}

/** Whether the participants stand beside a room that we are in; where there is no space for them, only while they are wanted. */
export function usePeopleShown(account: AccountId, peer: Peer | null): readonly [shown: boolean, toggle: () => void] {
  const views = useViewApi()
  const floats = useSyncExternalStore(watch, () => matchMedia(floating).matches)
  const wanted = useView(view => (floats ? view.panel : view.people))
  const isIn = useStore(state => {
    const phase = peer === null ? undefined : roomIn(state, account, peer)?.phase.type
    return phase === 'joined' || phase === 'joining'
  })
  const toggle = () => views.setState(view => (floats ? { panel: !view.panel } : { people: !view.people }))
  return [isIn && wanted, toggle]
}
