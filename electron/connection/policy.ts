import { assertNever } from '../../shared/assert-never.ts'
import type { ConnectionSettings } from '../../shared/domain/connection.ts'
import type { SignInFailureCode } from '../../shared/domain/failure.ts'

/** What the server says about TLS in its first stream features (RFC 6120, 5.4.1). */
export interface TlsOffer {
  readonly startTls: 'absent' | 'offered' | 'required'
  /** SASL mechanisms offered before TLS; a server may hold all of them back until the stream is encrypted. */
  readonly mechanisms: number
}

export type TlsDecision =
  | { readonly do: 'upgrade' }
  | { readonly do: 'stay-clear' }
  | { readonly do: 'stop'; readonly code: SignInFailureCode }

export type EncryptionPolicy = Pick<ConnectionSettings, 'encryption' | 'directTls'>

/** Whether TLS may be used: `disabled` ignores STARTTLS and `_xmpps-client` alike. */
export function mayEncrypt(policy: EncryptionPolicy): boolean {
  return policy.directTls || policy.encryption !== 'disabled'
}

/** The settings for whoever has begun TLS with these: "never a fall-back after a failed handshake". */
export function neverInClear(settings: ConnectionSettings): ConnectionSettings {
  return { ...settings, encryption: 'required' }
}

/** What follows from the features of a stream that is not encrypted. */
export function decideTls(policy: EncryptionPolicy, offer: TlsOffer): TlsDecision {
  const offered = offer.startTls !== 'absent'
  switch (policy.encryption) {
    case 'required':
      return offered ? { do: 'upgrade' } : { do: 'stop', code: 'tls-not-offered' }
    case 'optional':
      return offered ? { do: 'upgrade' } : { do: 'stay-clear' }
    case 'disabled':
      return offer.startTls === 'required' || (offered && offer.mechanisms === 0)
        ? { do: 'stop', code: 'tls-required-by-server' }
        : { do: 'stay-clear' }
    default:
      return assertNever(policy.encryption)
  }
}

/**
 * What to call it when a port ends the connection at our stream header and turns out to speak TLS from the first byte:
 * what had to be encrypted could not be, or the server insists on what is switched off.
 */
export function codeForTlsOnlyPort(policy: EncryptionPolicy): SignInFailureCode {
  return mayEncrypt(policy) ? 'tls-failed' : 'tls-required-by-server'
}
