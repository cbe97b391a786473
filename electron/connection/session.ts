import type { AccountId, FullJid } from '../../shared/domain/address.ts'
import type { TrustedCertificate } from '../../shared/domain/certificate.ts'
import type { ConnectionSettings, ConnectionState } from '../../shared/domain/connection.ts'
import type { Failure } from '../../shared/domain/failure.ts'
import type { Element } from '../stanza/element.ts'

/** What a connection is made with. The password is kept in memory only, for as long as the session lives. */
export interface Credentials {
  readonly password: string
  readonly settings: ConnectionSettings
  /** Read at each attempt: what the person no longer trusts counts no more. */
  readonly trustedCertificates: () => readonly TrustedCertificate[]
}

/** Answers an iq of the server or of another: the child of the result, null for an empty one. Throws to answer an error. */
export type IqHandler = (iq: Element) => Element | null | Promise<Element | null>

export type Unsubscribe = () => void

/** What a protocol feature sees of a connection: stanzas in and out, no sockets. */
export interface StanzaChannel {
  readonly account: AccountId
  /** Our full address while online, else null. */
  address(): FullJid | null
  /**
   * Writes a message or presence. Resolves when it is handed to the socket, which proves nothing of its arrival.
   * @throws AppError `not-connected`
   */
  send(stanza: Element): Promise<void>
  /**
   * Sends an iq (its `id` is set here) and resolves with the answering iq, type `result`.
   * Only an answer from whom it went to counts (RFC 6120, 8.2.3; no `from` is the server or our account).
   * @throws AppError `not-connected`, `network-lost`, `request-timed-out` or `refused-by-server` (with `condition` and `text`)
   */
  request(iq: Element, options?: { readonly timeoutMs?: number }): Promise<Element>
  /** Every message that is not an answer of the connection's own. */
  onMessage(listener: (message: Element) => void): Unsubscribe
  onPresence(listener: (presence: Element) => void): Unsubscribe
  /** One handler for each type, namespace and element name; without one the answer is `service-unavailable`. */
  onIq(type: 'get' | 'set', namespace: string, name: string, handler: IqHandler): Unsubscribe
  /** A new stream is bound: ask for the roster, send presence. Listeners run in the order they were added. */
  onOnline(listener: () => void): Unsubscribe
  /**
   * The stream is gone: `failure` says how it ended, null where we left. `tryAgain` asks for one more attempt after a
   * stream error, also one that would end the attempts: what brought it about will not be repeated.
   */
  onOffline(listener: (failure: Failure | null, tryAgain: () => void) => void): Unsubscribe
}

/** One account's connection over all its attempts. */
export interface Session extends StanzaChannel {
  state(): ConnectionState
  onState(listener: (state: ConnectionState) => void): Unsubscribe
  /** Begins to connect, and goes on after network failures by itself. Replaces what was going on. */
  connect(credentials: Credentials): void
  /** Tries at once instead of at `retryAt`, or again after a failure that ended the attempts. */
  retryNow(): void
  /** Says goodbye where that is possible, and ends all attempts. Resolves when nothing is open any more. */
  disconnect(): Promise<void>
  dispose(): Promise<void>
}
