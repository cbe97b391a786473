import { useEffect, useState } from 'react'
import type { AccountId } from '../../../../shared/domain/address.ts'
import type { XmlConsoleEntry } from '../../../../shared/domain/xml-console.ts'
import { call, drop } from '../../../ipc/call.ts'
import { useStore, useStoreApi } from '../../../state/store.ts'
import { addXmlEntries, clearXmlEntries, closeXmlConsole, openXmlConsole } from '../../../state/xml-console.ts'

export interface XmlConsoleState {
  /** Oldest first; while paused, those there were. */
  readonly entries: readonly XmlConsoleEntry[]
  readonly paused: boolean
  /** What came since the pause began. */
  readonly waiting: number
  readonly setPaused: (paused: boolean) => void
  readonly clear: () => void
}

const none: readonly XmlConsoleEntry[] = []

/** Opens the console of the account while the component is there. */
export function useXmlConsole(account: AccountId): XmlConsoleState {
  const store = useStoreApi()
  const live = useStore(state => state.accounts[account]?.xmlConsole ?? none)
  const [held, setHeld] = useState<readonly XmlConsoleEntry[] | null>(null)

  useEffect(() => {
    store.setState(state => openXmlConsole(state, account))
    const open = async () => {
      const entries = await call('xmlConsole.open', { account })
      store.setState(state => addXmlEntries(state, account, entries))
    }
    drop(open())
    return () => {
      drop(call('xmlConsole.close', { account }))
      store.setState(state => closeXmlConsole(state, account))
    }
  }, [store, account])

  const lastHeld = held?.at(-1)?.order ?? 0
  return {
    entries: held ?? live,
    paused: held !== null,
    waiting: held === null ? 0 : live.filter(entry => entry.order > lastHeld).length,
    setPaused: paused => setHeld(paused ? live : null),
    clear() {
      const run = async () => {
        const upTo = await call('xmlConsole.clear', { account })
        store.setState(state => clearXmlEntries(state, account, upTo))
        setHeld(before => (before === null ? null : none))
      }
      drop(run())
    },
  }
}
