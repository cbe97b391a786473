import { AppError } from '../../shared/domain/failure.ts'
import type { Clock } from '../core/ports/index.ts'
import { xml } from '../stanza/element.ts'
import { lostConnection } from './failures.ts'
import type { GuardedIq } from './guarded-iq.ts'
import type { Limits } from './limits.ts'
import type { Scope } from './scope.ts'

/**
 * Notices a connection that is dead but was never closed: when nothing has arrived for a while the server is asked for
 * a ping (XEP-0199, 4.2). Any answer will do, an error too. Without one the scope fails as `network-lost`.
 * @param lastHeard when bytes last arrived, milliseconds since 1970
 */
export function keepAlive(options: {
  readonly iq: GuardedIq
  readonly scope: Scope
  readonly clock: Clock
  readonly limits: Limits
  readonly domain: string
  readonly lastHeard: () => number
}): void {
  const { iq, scope, clock, limits, domain, lastHeard } = options
  let callOff = (): void => {}

  const wait = (): void => {
    if (scope.failed) return
    const quiet = clock.now() - lastHeard()
    callOff = clock.after(Math.max(limits.idle - quiet, 1), look)
  }
  const look = (): void => {
    if (clock.now() - lastHeard() < limits.idle) {
      wait()
      return
    }
    const asked = clock.now()
    iq.request(xml('iq', { type: 'get', to: domain }, xml('ping', 'urn:xmpp:ping')), limits.ping).then(wait, error => {
      // Other traffic shows life as well: a server may be slow with pings.
      const dead = error instanceof AppError && error.code === 'request-timed-out' && lastHeard() < asked
      if (dead) scope.fail(lostConnection({ domain }))
      else wait()
    })
  }
  wait()
  scope.onFailed(() => callOff())
}
