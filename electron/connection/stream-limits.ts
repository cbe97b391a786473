/**
 * XEP-0478: Stream Limits Advertisement, version 0.2.0, https://xmpp.org/extensions/xep-0478.html
 * Supported: both limits of the server, as they stand in the features after sign-in.
 */
import { AppError } from '../../shared/domain/failure.ts'
import type { Element } from '../stanza/element.ts'
import { namespaces } from './namespaces.ts'

/** What the server sets for one stream. */
export interface StreamLimits {
  /** Bytes of the largest stanza that it takes; null where it does not say. */
  readonly maxBytes: number | null
  /** How long we may write nothing, in milliseconds, with time to spare; null where it does not say. */
  readonly silence: number | null
}

/** RFC 6120, 13.12: "the maximum stanza size MUST NOT be smaller than 10000 bytes". */
const leastBytes = 10_000
/** The part of the server's limit after which we write something: the network is slow at times. */
const share = 2 / 3
/** Seconds; above it clocks cannot count, and nobody waits. */
const mostSeconds = 24 * 60 * 60

/** Reads them from `<stream:features/>`; what makes no sense is no limit. */
export function streamLimits(features: Element): StreamLimits {
  const limits = features.getChild('limits', namespaces.limits)
  const number = (name: string): number | null => {
    const text = limits?.getChildText(name)?.trim() ?? ''
    return /^\d{1,15}$/u.test(text) ? Number(text) : null
  }
  const maxBytes = number('max-bytes')
  const idle = number('idle-seconds')
  return {
    maxBytes: maxBytes !== null && maxBytes >= leastBytes ? maxBytes : null,
    silence: idle !== null && idle > 0 ? Math.min(idle, mostSeconds) * 1000 * share : null,
  }
}

/**
 * "If, after serialization, a stanza exceeds the limits that have been advertised on a stream, it SHOULD NOT be sent".
 * @throws AppError `message-too-long` for a message, `refused-by-server` for all else, with the condition
 *   `policy-violation`
 */
export function requireWithin({ maxBytes }: StreamLimits, stanza: Element): void {
  if (maxBytes === null || Buffer.byteLength(String(stanza)) <= maxBytes) return
  const code = stanza.name === 'message' ? 'message-too-long' : 'refused-by-server'
  throw new AppError(code, `the server takes no more than ${maxBytes} bytes`, { condition: 'policy-violation' })
}
