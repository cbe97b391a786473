import { useCallback, useDeferredValue, useRef, useSyncExternalStore } from 'react'
import type { AccountId, BareJid } from '../../../shared/domain/address.ts'
import type { Occupant } from '../../../shared/domain/room.ts'
import { useStoreApi } from '../../state/store.ts'

type Occupants = ReadonlyMap<string, Occupant>
const nobody: Occupants = new Map()

/** With more people than these a change of one of them can wait for others. */
const crowd = 500
/** Milliseconds it waits. */
const pause = 250

/** Who is in a room. Of a crowd, several times a second: thousands may come at once, and the window goes on meanwhile. */
export function useOccupants(account: AccountId, room: BareJid): Occupants {
  const store = useStoreApi()
  const newest = useCallback(
    () => store.getState().accounts[account]?.occupants[room] ?? nobody,
    [store, account, room],
  )
  const seen = useRef<{ readonly of: typeof newest; readonly occupants: Occupants } | null>(null)
  const read = useCallback(() => {
    if (seen.current?.of !== newest) seen.current = { of: newest, occupants: newest() }
    return seen.current.occupants
  }, [newest])
  const subscribe = useCallback(
    (tell: () => void) => {
      let timer: ReturnType<typeof setTimeout> | null = null
      const take = (): void => {
        timer = null
        seen.current = { of: newest, occupants: newest() }
        tell()
      }
      const changed = (): void => {
        if (timer !== null || newest() === read()) return
        if (newest().size < crowd) take()
        else timer = setTimeout(take, pause)
      }
      // What has come between the first look and now.
      changed()
      const end = store.subscribe(changed)
      return () => {
        end()
        if (timer !== null) clearTimeout(timer)
      }
    },
    [store, newest, read],
  )
  return useDeferredValue(useSyncExternalStore(subscribe, read))
}
