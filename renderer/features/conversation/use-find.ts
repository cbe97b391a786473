import { useEffect, useRef, useState } from 'react'
import type { AccountId, Peer } from '../../../shared/domain/address.ts'
import type { FoundMessages, Message } from '../../../shared/domain/message.ts'
import { longestSearch } from '../../../shared/domain/search.ts'
import { call } from '../../ipc/call.ts'
import { showFound, useViewApi } from '../../state/view.ts'
import { emptyFind, type Find, nextFind, withMore } from './find.ts'

/** Milliseconds without a key after which is asked. */
const quiet = 120
/** Messages of one answer; the next ones are asked for when they are come to. */
const pageSize = 100

const nothing: FoundMessages = { messages: [], total: 0 }

export interface FindState extends Omit<Find, 'total'> {
  /** Null while the archive has not answered. */
  readonly total: number | null
  /** To the next older or newer one. At the ends it stays. */
  step(by: 1 | -1): void
}

/**
 * Looks for a text in what is kept of a conversation, and shows what it finds in the log, the newest first.
 * @param typed as the person types it
 */
export function useFind(account: AccountId, peer: Peer, typed: string): FindState {
  const views = useViewApi()
  const text = typed.trim().slice(0, longestSearch)
  const [find, setFind] = useState<Find>(emptyFind)
  const latest = useRef(text)
  latest.current = text
  const asking = useRef(false)

  const show = (message: Message | undefined) => {
    if (message !== undefined) views.setState(view => (view.peer === peer ? showFound(view, message) : view))
  }
  // The archive says itself what is wrong with it.
  const ask = (before: number | null) =>
    call('message.search', { account, text, peer, before, limit: pageSize }).catch(() => nothing)

  // biome-ignore lint/correctness/useExhaustiveDependencies: what is done with the answer needs no other one
  useEffect(() => {
    if (text === '') return
    const timer = setTimeout(async () => {
      const found = await ask(null)
      if (latest.current !== text) return
      setFind({ ...found, text, at: 0 })
      show(found.messages[0])
    }, quiet)
    return () => clearTimeout(timer)
  }, [account, peer, text])

  const isFor = find.text === text
  return {
    ...(isFor ? find : emptyFind),
    total: isFor || text === '' ? find.total : null,
    async step(by) {
      if (!isFor || asking.current) return
      const next = nextFind(find, by)
      if (next !== null) {
        setFind(next)
        show(next.messages[next.at])
        return
      }
      const last = find.messages.at(-1)
      if (by === -1 || last === undefined || find.messages.length >= find.total) return
      asking.current = true
      const more = withMore(find, await ask(last.order))
      asking.current = false
      if (latest.current !== text) return
      setFind(more)
      show(more.messages[more.at])
    },
  }
}
