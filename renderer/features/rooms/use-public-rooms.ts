import { useEffect, useReducer, useRef, useState } from 'react'
import type { AccountId, BareJid } from '../../../shared/domain/address.ts'
import type { Failure } from '../../../shared/domain/failure.ts'
import type { PublicRoom, PublicRoomsPage } from '../../../shared/domain/room.ts'
import { call, drop, failureOf } from '../../ipc/call.ts'
import { type ServiceList, type ServiceLists, withPage, withRooms, withService } from './service-lists.ts'

/** Milliseconds without a word after which it is said that a service takes long. */
const longWait = 8000
/** Milliseconds in which rooms that come into sight are gathered, and how many are asked for at a time. */
const gathering = 80
const mostAtOnce = 40

export interface FoundRooms {
  /** Null while nobody has said which services there are. */
  readonly services: readonly ServiceList[] | null
  /** Why nobody says which services there are. */
  readonly failure: Failure | null
  /** The room has come into sight: it is asked what it says of itself. */
  look(room: BareJid): void
  /** Asks a service once more; null: which services there are. */
  retry(service: BareJid | null): void
  /** Lists the rooms of another server or service as well. @throws CallError where it has none */
  add(typed: string): Promise<void>
}

/** The public rooms of our server's services, and of others that are named: they come in part by part. */
export function usePublicRooms(account: AccountId): FoundRooms {
  const [lists, change] = useReducer(
    (before: ServiceLists, next: (lists: ServiceLists) => ServiceLists) => next(before),
    {
      services: null,
    },
  )
  const [failure, setFailure] = useState<Failure | null>(null)
  const alive = useRef(true)
  const seen = useRef({ known: new Set<BareJid>(), next: new Set<BareJid>(), timer: 0 })

  const list = async (service: BareJid) => {
    change(held => withService(held, service, { phase: 'asking', failure: null, rooms: [] }))
    const slow = setTimeout(() => change(held => withService(held, service, { phase: 'slow' }, 'asking')), longWait)
    try {
      for (let after: string | null = null; alive.current; ) {
        const page: PublicRoomsPage = await call('room.list', { account, service, after })
        change(held => withPage(held, service, page))
        after = page.next
        if (after === null) break
      }
    } catch (error) {
      change(held => withService(held, service, { phase: 'failed', failure: failureOf(error) }))
    } finally {
      clearTimeout(slow)
    }
  }
  const find = async (typed: string | null) => {
    const found = await call('room.services', { account, typed })
    change(held => ({ services: held.services ?? [] }))
    for (const service of found) drop(list(service))
  }
  const findOwn = () => {
    setFailure(null)
    drop(
      find(null).catch((error: unknown) => {
        if (alive.current) setFailure(failureOf(error))
      }),
    )
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: once, as long as the dialog is open
  useEffect(() => {
    alive.current = true
    findOwn()
    const { current } = seen
    return () => {
      alive.current = false
      clearTimeout(current.timer)
    }
  }, [account])

  const describe = () => {
    const rooms = [...seen.current.next].slice(0, mostAtOnce)
    for (const room of rooms) seen.current.next.delete(room)
    seen.current.timer = 0
    if (rooms.length === 0 || !alive.current) return
    if (seen.current.next.size > 0) seen.current.timer = window.setTimeout(describe, gathering)
    // A room that does not answer stays as it was listed.
    const answer = call('room.describe', { account, rooms }).catch((): readonly PublicRoom[] => [])
    drop(answer.then(found => change(held => withRooms(held, found))))
  }

  return {
    ...{ services: lists.services, failure },
    look(room) {
      const { known, next } = seen.current
      if (known.has(room)) return
      known.add(room)
      next.add(room)
      if (seen.current.timer === 0) seen.current.timer = window.setTimeout(describe, gathering)
    },
    retry(service) {
      if (service === null) findOwn()
      else drop(list(service))
    },
    add: find,
  }
}
