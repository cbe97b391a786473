import { AppError, type Failure, type FailureCode, type FailureDetails } from '../../shared/domain/failure.ts'
import type { Element } from '../stanza/element.ts'
import { namespaces } from './namespaces.ts'

/** Where a connection was going, for the sentence that says it failed. */
export type Place = Pick<FailureDetails, 'domain' | 'host' | 'port'>

const refused = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL', 'EHOSTDOWN', 'ENETDOWN'])
const unknownName = new Set(['ENOTFOUND', 'ENODATA', 'EAI_AGAIN', 'EAI_NODATA', 'EAI_NONAME', 'EAI_FAIL', 'ESERVFAIL'])

/** What kept a connection from being opened, or a name from being looked up; Node's `code` decides. */
export function connectFailure(error: unknown, place: Place): AppError {
  if (error instanceof AppError) return error
  const code = errorCode(error)
  return new AppError(connectCode(code), `${place.host ?? place.domain}:${place.port ?? ''} ${code}`, place, error)
}

function connectCode(code: string): FailureCode {
  if (refused.has(code)) return 'connection-refused'
  if (unknownName.has(code)) return 'dns-not-found'
  if (code === 'ETIMEDOUT' || code === 'ETIMEOUT') return 'timed-out'
  return 'network-lost'
}

export function timedOut(place: Place, step: string): AppError {
  return new AppError('timed-out', `no answer in time: ${step}`, place)
}

/** An open connection that ended by itself. */
export function lostConnection(place: Place, cause?: unknown): AppError {
  return new AppError('network-lost', `the connection ended ${errorCode(cause)}`.trim(), place, cause)
}

/** A handshake that did not come about; certificates have errors of their own. */
export function handshakeFailure(error: unknown, place: Place): AppError {
  if (error instanceof AppError) return error
  return new AppError('tls-failed', `TLS handshake failed: ${errorCode(error)}`, place, error)
}

export function malformedInput(why: string): AppError {
  return new AppError('stream-error', `the server sent ${why}`, { condition: 'not-well-formed' })
}

/** Stream errors (RFC 6120, 4.9.3) that have a sentence of their own. */
const streamCodes: ReadonlyMap<string, FailureCode> = new Map([
  ['conflict', 'conflict'],
  ['host-unknown', 'domain-mismatch'],
  ['host-gone', 'domain-mismatch'],
])

export function streamFailure(element: Element, place: Place): AppError {
  const { condition, text } = describeError(element, namespaces.streamErrors)
  const code = streamCodes.get(condition) ?? 'stream-error'
  return new AppError(code, `stream error ${condition}`, { ...place, condition, ...text })
}

/** SASL failures (RFC 6120, 6.5) that have a sentence of their own; all others refuse the password or the name. */
const saslCodes: ReadonlyMap<string, FailureCode> = new Map([
  ['account-disabled', 'account-disabled'],
  ['encryption-required', 'tls-required-by-server'],
  ['invalid-mechanism', 'no-common-mechanism'],
  ['mechanism-too-weak', 'no-common-mechanism'],
  ['temporary-auth-failure', 'stream-error'],
  ['malformed-request', 'stream-error'],
  ['incorrect-encoding', 'stream-error'],
  ['aborted', 'stream-error'],
])

export function saslFailure(element: Element, place: Place): AppError {
  const { condition, text } = describeError(element, namespaces.sasl)
  const code = saslCodes.get(condition) ?? 'not-authorized'
  return new AppError(code, `SASL failure ${condition}`, { ...place, condition, ...text })
}

/** An iq of type error (RFC 6120, 8.3); itself the `cause`, for conditions that only one protocol knows. */
export function stanzaFailure(iq: Element): AppError {
  const error = iq.getChild('error')
  const { condition, text } =
    error === undefined ? { condition: 'undefined-condition', text: {} } : describeError(error, namespaces.stanzaErrors)
  return new AppError('refused-by-server', `stanza error ${condition}`, { condition, ...text }, iq)
}

/** The condition is the child of the namespace that defines it, wherever among the children it stands. */
function describeError(element: Element, namespace: string): { condition: string; text: { text?: string } } {
  const children = element.getChildElements()
  const defined = children.find(child => child.getNS() === namespace && child.getName() !== 'text')
  // Openfire and jabberd2 have sent conditions without their namespace.
  const condition = (defined ?? children.find(child => child.getName() !== 'text'))?.getName() ?? 'undefined-condition'
  const words = element.getChildText('text')?.trim() ?? ''
  return { condition, text: words === '' ? {} : { text: words } }
}

/** Stream errors that say the server cannot go on, not that we did wrong. */
const passing = new Set([
  'system-shutdown',
  'connection-timeout',
  'reset',
  'resource-constraint',
  'remote-connection-failed',
  'internal-server-error',
])
/** Stream errors after which the same again would come of it, even if we had been online. */
const lasting = new Set(['not-authorized', 'not-well-formed', 'policy-violation', 'see-other-host'])

/**
 * Whether to try again by itself. "Authentication, certificate, policy and conflict failures end automatic attempts
 * (Openfire locks accounts); only network failures are retried by themselves."
 * @param wasOnline these credentials have led in before: what was good may be good again
 */
export function isRetried({ code, details }: Failure, wasOnline: boolean): boolean {
  switch (code) {
    case 'dns-not-found':
    case 'connection-refused':
    case 'timed-out':
    case 'network-lost':
      return true
    case 'tls-failed':
      // Somebody before the server that is just being restarted takes connections and drops them.
      return wasOnline
    case 'stream-error':
      if (details.condition === undefined) return wasOnline
      return passing.has(details.condition) || (wasOnline && !lasting.has(details.condition))
    default:
      return false
  }
}

/** Whether the server let us in and then gave us no resource (RFC 6120, 7.6.2.1): the password was right, and in vain. */
export function isBindRefusal(error: unknown): boolean {
  return error instanceof AppError && error.cause instanceof AppError && error.cause.code === 'refused-by-server'
}

export function errorCode(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'code' in error) return String(error.code)
  return error instanceof Error ? error.message : ''
}
