import { useEffect, useState } from 'react'
import type { AccountId } from '../../../shared/domain/address.ts'
import { type DirectoryPerson, longestSearch, shortestSearch } from '../../../shared/domain/search.ts'
import { call } from '../../ipc/call.ts'

/** Milliseconds without a key after which the directory is asked. */
const quiet = 300

const nobody: readonly DirectoryPerson[] = []

/** Whom the directory of the server knows for what is typed; nobody while it has not answered. */
export function useDirectory(account: AccountId, typed: string): readonly DirectoryPerson[] {
  const text = typed.trim().slice(0, longestSearch)
  const [found, setFound] = useState<{ readonly text: string; readonly people: readonly DirectoryPerson[] } | null>(
    null,
  )
  useEffect(() => {
    if ([...text].length < shortestSearch) return
    let left = false
    const timer = setTimeout(() => {
      call('search.directory', { account, text }).then(
        ({ people }) => {
          if (!left) setFound({ text, people })
        },
        () => {
          // Contacts and whole addresses are still there to be chosen.
        },
      )
    }, quiet)
    return () => {
      left = true
      clearTimeout(timer)
    }
  }, [account, text])
  return found?.text === text ? found.people : nobody
}
