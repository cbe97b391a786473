import type { FullJid } from '../../shared/domain/address.ts'
import type { ConnectionSecurity } from '../../shared/domain/connection.ts'
import { AppError } from '../../shared/domain/failure.ts'
import type { Clock, Log } from '../core/ports/index.ts'
import type { Element } from '../stanza/element.ts'
import { lostConnection } from './failures.ts'
import type { GuardedIq } from './guarded-iq.ts'
import type { Limits } from './limits.ts'
import { namespaces } from './namespaces.ts'
import type { Scope } from './scope.ts'
import type { StreamEntity } from './stream-entity.ts'

/** A bound stream, until it ends. */
export interface OnlineStream {
  readonly address: FullJid
  readonly security: ConnectionSecurity
  /** @throws AppError `not-connected`, `network-lost` */
  send(stanza: Element): Promise<void>
  /** @throws AppError as `StanzaChannel.request` */
  request(iq: Element, timeoutMs?: number): Promise<Element>
  /** Begins to hand over messages and presences, those first that came since binding. */
  start(onStanza: (stanza: Element) => void): void
  /** Calls back once, at once where it has ended. */
  onEnded(listener: (error: unknown) => void): void
  /** Closes the stream and waits for the server to do so, for a while. Resolves when nothing is open any more. */
  close(): Promise<void>
}

export function runOnline(options: {
  readonly entity: StreamEntity
  readonly iq: GuardedIq
  readonly scope: Scope
  readonly clock: Clock
  readonly limits: Limits
  readonly log: Log
  readonly address: FullJid
  readonly security: ConnectionSecurity
}): OnlineStream {
  const { entity, iq, scope, clock, limits, log, address, security } = options

  function requireOpen(): void {
    if (scope.failed) throw new AppError('not-connected', 'there is no connection')
  }

  return {
    address,
    security,
    async send(stanza) {
      requireOpen()
      try {
        await entity.send(stanza)
      } catch (error) {
        throw error instanceof AppError ? error : lostConnection({}, error)
      }
    },
    async request(stanza, timeoutMs = limits.request) {
      requireOpen()
      return iq.request(stanza, timeoutMs)
    },
    start(onStanza) {
      entity.on('stanza', (stanza: Element) => {
        if (stanza.getNS() !== namespaces.client || scope.failed) return
        try {
          onStanza(stanza)
        } catch (error) {
          log.error('a stanza could not be handled', { reason: error instanceof Error ? error.message : '' })
        }
      })
      entity.releaseHeld()
    },
    onEnded: listener => scope.onFailed(listener),
    async close() {
      if (scope.failed) return
      // RFC 6120, 4.4: close the stream, wait for the other side to close it, then close the connection.
      const closed = new Promise<void>(resolve => {
        entity.once('close', resolve)
        entity.once('disconnect', resolve)
      })
      const late = Promise.withResolvers<void>()
      const callOff = clock.after(limits.goodbye, late.resolve)
      entity.sayGoodbye()
      await Promise.race([closed, late.promise])
      callOff()
      scope.fail(new AppError('not-connected', 'signed out'))
    },
  }
}
