import { useCallback, useEffect, useRef, useState } from 'react'
import type { AccountId } from '../../../shared/domain/address.ts'
import type { ConnectionState } from '../../../shared/domain/connection.ts'
import type { Failure } from '../../../shared/domain/failure.ts'
import type { Payload } from '../../../shared/ipc/index.ts'
import { call, drop, failureOf } from '../../ipc/call.ts'
import { useStore, useStoreApi } from '../../state/store.ts'
import { type SignInView, viewOf } from './sign-in-view.ts'

export interface SignInRun {
  readonly view: SignInView
  /** The account that signs in or did so last; null before the first attempt. */
  readonly active: AccountId | null
  signIn(request: Payload<'account.signIn'>): void
  cancel(): void
  retry(): void
  allowInClear(): void
  trust(fingerprint: string): void
  /** @param then Called with the address that the server's own name makes. */
  followDomain(then: (account: AccountId) => void): void
  /** Shows a failure that has nothing to do with an attempt. */
  fail(failure: Failure): void
}

/** One sign-in at a time: which account it is for, what it is doing, and how it ended. */
export function useSignIn(first: AccountId | null): SignInRun {
  const store = useStoreApi()
  const [active, setActive] = useState(first)
  const [started, setStarted] = useState<{ readonly connection: ConnectionState | undefined } | null>(null)
  const [kept, setKept] = useState<Failure | null>(null)
  const account = useStore(state => (active === null ? undefined : state.accounts[active]))
  const connection = account?.connection
  // Grows with each thing that was asked for: an answer to an older one counts no more.
  const turn = useRef(0)

  const ask = useCallback(
    (account: AccountId | null, question: () => Promise<AccountId | null>) => {
      turn.current += 1
      const mine = turn.current
      setKept(null)
      setStarted({ connection: account === null ? undefined : store.getState().accounts[account]?.connection })
      question().then(
        id => {
          if (mine === turn.current) setActive(id)
          // "Cancel" was pressed before main had answered.
          else if (id !== null) drop(call('account.cancelSignIn', { account: id }))
        },
        (error: unknown) => {
          if (mine !== turn.current) return
          setStarted(null)
          setKept(failureOf(error))
        },
      )
    },
    [store],
  )

  useEffect(() => {
    if (started !== null && hasMoved(connection, started.connection)) {
      setStarted(null)
    }
    if (connection?.phase !== 'waiting' || active === null || account?.unlocked === true) return
    // In this window a person decides about the next attempt, with the settings in front of them.
    setStarted(null)
    setKept(connection.failure)
    drop(call('account.cancelSignIn', { account: active }))
  }, [connection, started, active, account?.unlocked])

  const again = (question: (account: AccountId) => Promise<unknown>) => {
    if (active !== null) ask(active, () => question(active).then(() => active))
  }

  return {
    view: viewOf(connection, started, kept),
    active,
    signIn: request => ask(active, () => call('account.signIn', request)),
    cancel: () => {
      turn.current += 1
      setStarted(null)
      setKept(null)
      if (active !== null && connection !== undefined) drop(call('account.cancelSignIn', { account: active }))
    },
    retry: () => again(account => call('account.retryNow', { account })),
    allowInClear: () => again(account => call('account.allowPasswordInClear', { account })),
    trust: fingerprint => again(account => call('account.trustCertificate', { account, fingerprint })),
    followDomain: then => {
      if (active === null) return
      ask(active, async () => {
        const next = await call('account.followDomain', { account: active })
        then(next)
        return next
      })
    },
    fail: setKept,
  }
}

/** Main has begun: what it tells now belongs to what was asked for. */
function hasMoved(now: ConnectionState | undefined, before: ConnectionState | undefined): boolean {
  return now !== undefined && now !== before && !(now.phase === 'offline' && now.failure === null)
}
