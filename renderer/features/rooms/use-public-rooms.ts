import { useEffect, useRef, useState } from 'react'
import type { AccountId } from '../../../shared/domain/address.ts'
import type { PublicRooms } from '../../../shared/domain/room.ts'
import { call, failureOf } from '../../ipc/call.ts'

/** Milliseconds without a key after which the server is asked. */
const quiet = 300

const nothing: PublicRooms = { services: [], rooms: [], hasMore: false, failure: null }

export interface FoundRooms {
  /** Null while nobody has answered yet. */
  readonly found: PublicRooms | null
  /** Something else has been asked for since. */
  readonly asking: boolean
}

/**
 * The public rooms of the server: asked for once, and again for what is typed where there are more than are listed.
 * @param filter as it is typed
 */
export function usePublicRooms(account: AccountId, filter: string): FoundRooms {
  const [found, setFound] = useState<PublicRooms | null>(null)
  const [all, setAll] = useState<PublicRooms | null>(null)
  const [asking, setAsking] = useState(true)
  const latest = useRef('')
  // Where all of them are here, the server has no more to say.
  const text = all?.hasMore === true ? filter.trim().slice(0, 200) : ''
  latest.current = text

  useEffect(() => {
    const ask = () => {
      setAsking(true)
      call('room.publicRooms', { account, text })
        .catch((error: unknown) => ({ ...nothing, failure: failureOf(error) }))
        .then(answer => {
          if (latest.current !== text) return
          setAsking(false)
          setFound(answer)
          if (text === '') setAll(answer)
        })
    }
    if (text === '' && all !== null) {
      setFound(all)
      setAsking(false)
      return
    }
    const timer = setTimeout(ask, text === '' ? 0 : quiet)
    return () => clearTimeout(timer)
  }, [account, text, all])

  return { found, asking }
}
