import type { Clock } from '../core/ports/index.ts'
import { lostConnection } from './failures.ts'
import type { Limits } from './limits.ts'
import type { Scope } from './scope.ts'

/** Notices a connection that is dead but was never closed: the scope fails as `network-lost`. */
export interface KeepAlive {
  /** The server has been asked for something: whatever arrives within the limit (ms) shows life, nothing is death. */
  expect(limit: number): void
  /** Asks at once. */
  check(limit: number): void
}

/**
 * When nothing has arrived for a while the server is asked for something. Any traffic will do: a server may be slow with
 * the answer.
 * @param silence how often to ask whatever arrives, in milliseconds: a server may end a stream on which we say nothing
 * @param ask writes what the server has to answer
 * @param lastHeard when bytes last arrived, milliseconds since 1970
 */
export function keepAlive(options: {
  readonly scope: Scope
  readonly clock: Clock
  readonly limits: Limits
  readonly domain: string
  readonly ask: () => void
  readonly lastHeard: () => number
  readonly silence: number | null
}): KeepAlive {
  const { scope, clock, limits, domain, ask, silence } = options
  /** A clock that was put back says nothing of when that was: the server is asked. */
  const lastHeard = (): number => {
    const heard = options.lastHeard()
    return heard > clock.now() ? 0 : heard
  }
  let callOffSpeak = (): void => {}
  let callOffLook = (): void => {}
  /** When the first question without an answer was asked, and until when it is waited for. */
  let open: { readonly asked: number; readonly until: number; readonly callOff: () => void } | null = null

  const wait = (): void => {
    if (scope.failed) return
    const quiet = clock.now() - lastHeard()
    callOffLook()
    callOffLook = clock.after(Math.max(limits.idle - quiet, 1), look)
  }
  const look = (): void => {
    if (clock.now() - lastHeard() < limits.idle) wait()
    else check(limits.ping)
  }

  function speak(after: number): void {
    callOffSpeak = clock.after(after, () => {
      check(limits.ping)
      speak(after)
    })
  }

  function expect(limit: number): void {
    if (scope.failed) return
    const now = clock.now()
    if (open !== null) {
      if (lastHeard() < open.asked && open.until <= now + limit) return
      open.callOff()
    }
    const asked = open !== null && lastHeard() < open.asked ? open.asked : now
    const callOff = clock.after(limit, () => {
      open = null
      if (lastHeard() < asked) scope.fail(lostConnection({ domain }))
      else wait()
    })
    open = { asked, until: now + limit, callOff }
  }

  function check(limit: number): void {
    if (scope.failed) return
    expect(limit)
    ask()
  }

  wait()
  if (silence !== null) speak(silence)
  scope.onFailed(() => {
    callOffSpeak()
    callOffLook()
    open?.callOff()
  })
  return { expect, check }
}
