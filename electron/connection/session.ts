import type { AccountId, FullJid } from '../../shared/domain/address.ts'
import type { TrustedCertificate } from '../../shared/domain/certificate.ts'
import type { ConnectionSettings, ConnectionState } from '../../shared/domain/connection.ts'
import type { Failure } from '../../shared/domain/failure.ts'
import type { ReceivedPlace } from '../core/ports/index.ts'
import type { Element } from '../stanza/element.ts'

/** What a connection is made with. The password is kept in memory only, for as long as the session lives. */
export interface Credentials {
  readonly password: string
  readonly settings: ConnectionSettings
  /** Read at each attempt: what the person no longer trusts counts no more. */
  readonly trustedCertificates: () => readonly TrustedCertificate[]
  /** They have led in before: what keeps them out now may pass. No when left out. */
  readonly areProven?: boolean
}

/** Answers an iq of the server or of another: the child of the result, null for an empty one. Throws to answer an error. */
export type IqHandler = (iq: Element) => Element | null | Promise<Element | null>

export type Unsubscribe = () => void

/** How a connection ended. */
export interface StreamEnd {
  /** Null where we left. */
  readonly failure: Failure | null
  /** The stream may go on over another connection, and what was sent is kept. */
  readonly resumable: boolean
  /**
   * Asks for one more attempt after a stream error, also one that would end the attempts: what brought it about will not
   * be repeated.
   */
  readonly tryAgain: () => void
}

/** What a protocol feature sees of a connection: stanzas in and out, no sockets. */
export interface StanzaChannel {
  readonly account: AccountId
  /** Our full address while online, else null. */
  address(): FullJid | null
  /**
   * Writes a message or presence. Resolves when it is handed to the socket, which proves nothing of its arrival.
   * @throws AppError `not-connected`, or `message-too-long` where the server has said what it takes (XEP-0478)
   */
  send(stanza: Element): Promise<void>
  /**
   * Sends an iq (its `id` is set here) and resolves with the answering iq, type `result`.
   * Only an answer from whom it went to counts (RFC 6120, 8.2.3; no `from` is the server or our account).
   * @throws AppError `not-connected`, `network-lost`, `request-timed-out` or `refused-by-server` (with `condition` and `text`;
   * the answering iq is its `cause`)
   */
  request(iq: Element, options?: { readonly timeoutMs?: number }): Promise<Element>
  /**
   * Every message that is not an answer of the connection's own. The server is told that it is handled when the promise
   * that the listener gives back is fulfilled; one that is rejected comes again with the next resumption.
   * @param listener the place is to be kept together with the message; null where nothing has to be
   */
  onMessage(listener: (message: Element, place: ReceivedPlace | null) => void | Promise<void>): Unsubscribe
  /** When much of what came is not done yet (the promises that listeners give back) nothing is read for a while. */
  onPresence(listener: (presence: Element) => void | Promise<void>): Unsubscribe
  /** One handler for each type, namespace and element name; without one the answer is `service-unavailable`. */
  onIq(type: 'get' | 'set', namespace: string, name: string, handler: IqHandler): Unsubscribe
  /** Whether the server acknowledges what is sent (XEP-0198). Then `send` keeps it over a resumption. */
  acknowledges(): boolean
  /** Whether the server has a feature of this namespace among those of the stream, after sign-in. */
  offers(namespace: string): boolean
  /** Ids of messages for which the server has taken responsibility; also of those that a stream before has sent. */
  onAcknowledged(listener: (ids: readonly string[]) => void): Unsubscribe
  /** A new stream is bound: ask for the roster, send presence. Listeners run in the order they were added. */
  onOnline(listener: () => void): Unsubscribe
  /**
   * The stream went on over another connection, and what was written is written again where it has to be. Nothing is to
   * be asked for, but where it was `forgotten`: then the program has been restarted or was offline on purpose.
   */
  onResumed(listener: (how: { readonly forgotten: boolean }) => void): Unsubscribe
  onOffline(listener: (end: StreamEnd) => void): Unsubscribe
}

/** One account's connection over all its attempts. */
export interface Session extends StanzaChannel {
  state(): ConnectionState
  onState(listener: (state: ConnectionState) => void): Unsubscribe
  /** Begins to connect, and goes on after network failures by itself. Replaces what was going on. */
  connect(credentials: Credentials): void
  /** Tries at once instead of at `retryAt`, or again after a failure that ended the attempts. */
  retryNow(): void
  /** The computer woke up, or is on another network: tries at once, or makes sure that the connection is alive. */
  wake(): void
  /** Says goodbye where that is possible, and ends all attempts. Resolves when nothing is open any more. */
  disconnect(): Promise<void>
  dispose(): Promise<void>
}
