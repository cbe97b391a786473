import type { FullJid } from '../../shared/domain/address.ts'
import type { ConnectionSecurity } from '../../shared/domain/connection.ts'
import { AppError } from '../../shared/domain/failure.ts'
import type { Clock, Log, ReceivedPlace } from '../core/ports/index.ts'
import type { Element } from '../stanza/element.ts'
import { lostConnection } from './failures.ts'
import type { GuardedIq } from './guarded-iq.ts'
import type { KeepAlive } from './keep-alive.ts'
import type { Limits } from './limits.ts'
import type { ManagedStream } from './management/managed-stream.ts'
import { namespaces } from './namespaces.ts'
import type { Scope } from './scope.ts'
import type { StreamEntity } from './stream-entity.ts'
import { requireWithin, streamLimits } from './stream-limits.ts'

/** A bound stream, until it ends. */
export interface OnlineStream {
  readonly address: FullJid
  readonly security: ConnectionSecurity
  /** The stream went on where another connection broke off; `forgotten` where it had been given up meanwhile. */
  readonly resumed: { readonly forgotten: boolean } | null
  /** What counts and acknowledges (XEP-0198); null where the server does not. */
  readonly managed: ManagedStream | null
  /** Whether this namespace is among the features that the server has named after sign-in. */
  offers(namespace: string): boolean
  /** @throws AppError `not-connected`, `network-lost`, and as `requireWithin` */
  send(stanza: Element): Promise<void>
  /** @throws AppError as `StanzaChannel.request` */
  request(iq: Element, timeoutMs?: number): Promise<Element>
  /**
   * Begins to hand over messages and presences, those first that came since binding. A stanza counts as handled when
   * what `onStanza` gives back is done.
   */
  start(onStanza: (stanza: Element, place: ReceivedPlace | null) => Promise<unknown> | null): void
  /** Is the server still there? Without an answer in a short time the stream ends as `network-lost`. */
  check(): void
  /** Calls back once, at once where it has ended. */
  onEnded(listener: (error: unknown) => void): void
  /**
   * Closes the stream and waits for the server to do so, for a while. Resolves when nothing is open any more, with
   * whether the server has closed it too.
   */
  close(): Promise<boolean>
}

export function runOnline(options: {
  readonly entity: StreamEntity
  readonly iq: GuardedIq
  readonly scope: Scope
  readonly clock: Clock
  readonly limits: Limits
  /** As they stand after sign-in. */
  readonly features: Element
  readonly log: Log
  readonly address: FullJid
  readonly security: ConnectionSecurity
  readonly resumed: OnlineStream['resumed']
  readonly managed: ManagedStream | null
  readonly alive: KeepAlive
}): OnlineStream {
  const { entity, iq, scope, clock, limits, features, log } = options
  const { address, security, resumed, managed, alive } = options

  const serverLimits = streamLimits(features)

  function requireOpen(): void {
    if (scope.failed) throw new AppError('not-connected', 'there is no connection')
  }

  return {
    address,
    security,
    resumed,
    managed,
    offers: namespace => features.getChildElements().some(each => each.getNS() === namespace),
    check: () => alive.check(limits.check),
    async send(stanza) {
      requireOpen()
      requireWithin(serverLimits, stanza)
      try {
        await entity.send(stanza)
      } catch (error) {
        throw error instanceof AppError ? error : lostConnection({}, error)
      }
    },
    async request(stanza, timeoutMs = limits.request) {
      requireOpen()
      requireWithin(serverLimits, stanza)
      return iq.request(stanza, timeoutMs)
    },
    start(onStanza) {
      managed?.told()
      entity.on('stanza', (stanza: Element) => {
        if (stanza.getNS() !== namespaces.client || scope.failed) return
        let work: Promise<unknown> | null = null
        try {
          work = onStanza(stanza, managed?.placeOf(stanza) ?? null)
        } catch (error) {
          log.error('a stanza could not be handled', { reason: error instanceof Error ? error.message : '' })
        }
        if (stanza.name === 'message') managed?.handle(stanza, work)
        if (work === null) return
        const done = entity.beginWork()
        work.then(done, done)
      })
      entity.releaseHeld()
    },
    onEnded: listener => scope.onFailed(listener),
    async close() {
      if (scope.failed) return false
      await managed?.farewell()
      // RFC 6120, 4.4: close the stream, wait for the other side to close it, then close the connection.
      const ended = Promise.withResolvers<boolean>()
      entity.once('close', () => ended.resolve(true))
      entity.once('disconnect', () => ended.resolve(false))
      const callOff = clock.after(limits.goodbye, () => ended.resolve(false))
      entity.sayGoodbye()
      const closed = await ended.promise
      callOff()
      scope.fail(new AppError('not-connected', 'signed out'))
      return closed
    },
  }
}
