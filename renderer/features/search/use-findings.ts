import { useEffect, useRef, useState } from 'react'
import type { AccountId } from '../../../shared/domain/address.ts'
import type { Failure } from '../../../shared/domain/failure.ts'
import type { FoundMessages } from '../../../shared/domain/message.ts'
import type { PublicRoom } from '../../../shared/domain/room.ts'
import { type DirectoryAnswer, longestSearch, shortestSearch } from '../../../shared/domain/search.ts'
import { call, failureOf } from '../../ipc/call.ts'

/** What the archive, the directory and the room services have found for a text; null while they have not answered. */
export interface Findings {
  readonly messages: FoundMessages | null
  readonly directory: DirectoryAnswer | null
  /** Rooms that our server lists; none, too, where it does not. */
  readonly rooms: readonly PublicRoom[] | null
}

/** Milliseconds without a key after which is asked: the server is not asked for each letter. */
const quiet = { messages: 60, directory: 300 } as const
/** Messages that are shown at first, and when more are wanted. */
const shown = { first: 5, more: 50 } as const

const noMessages: FoundMessages = { messages: [], total: 0 }
const nobody = (failure: Failure | null): DirectoryAnswer => ({
  directories: [],
  people: [],
  hasMore: false,
  failure,
})

/** What was found for something else is not shown. */
interface FoundFor extends Findings {
  readonly text: string
}

/** Asks for what was typed, and shows nothing that was found for what had been typed before. A short text asks nobody. */
export function useFindings(account: AccountId, typed: string): Findings & { readonly showMore: () => void } {
  const text = typed.trim().slice(0, longestSearch)
  const asks = [...text].length >= shortestSearch
  const [found, setFound] = useState<FoundFor>({ text: '', messages: noMessages, directory: nobody(null), rooms: [] })
  const latest = useRef(text)
  latest.current = text

  const keep = (of: string, part: Partial<Findings>) => {
    if (latest.current !== of) return
    setFound(before => ({
      ...(before.text === of ? before : { text: of, messages: null, directory: null, rooms: null }),
      ...part,
    }))
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: `keep` looks at what is typed by then
  useEffect(() => {
    if (!asks) return
    const timers = [
      setTimeout(() => {
        call('message.search', { account, text, peer: null, before: null, limit: shown.first }).then(
          messages => keep(text, { messages }),
          // The archive says itself what is wrong with it; the others are still worth showing.
          () => keep(text, { messages: noMessages }),
        )
      }, quiet.messages),
      setTimeout(() => {
        call('search.directory', { account, text }).then(
          directory => keep(text, { directory }),
          (error: unknown) => keep(text, { directory: nobody(failureOf(error)) }),
        )
        call('room.find', { account, text }).then(
          rooms => keep(text, { rooms }),
          // The list of rooms says in its dialog what is wrong with it.
          () => keep(text, { rooms: [] }),
        )
      }, quiet.directory),
    ]
    return () => {
      for (const timer of timers) clearTimeout(timer)
    }
  }, [account, text, asks])

  const isFor = asks && found.text === text
  return {
    messages: asks ? (isFor ? found.messages : null) : noMessages,
    directory: asks ? (isFor ? found.directory : null) : nobody(null),
    rooms: asks ? (isFor ? found.rooms : null) : [],
    showMore: () => {
      call('message.search', { account, text, peer: null, before: null, limit: shown.more }).then(
        messages => keep(text, { messages }),
        () => keep(text, { messages: noMessages }),
      )
    },
  }
}
