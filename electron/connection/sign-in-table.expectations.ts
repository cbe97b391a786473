import type { SignInFailureCode } from '../../shared/domain/failure.ts'

/**
 * What must come of a sign-in, for every way a server can be set up and every way an account can be. Written down from
 * docs/architecture.md ("Signing in") before there was any code, and not to be fitted to it.
 */

/** What listens on the port that the host override leads to. */
export const serverKinds = ['starttls-required', 'starttls-offered', 'starttls-not-offered', 'direct-tls'] as const
/** The encryption mode of the account; `direct-tls` is Required with "Use direct TLS" ticked. */
export const modes = ['required', 'optional', 'disabled', 'direct-tls'] as const
export const certificateKinds = ['valid', 'self-signed', 'wrong-name', 'expired', 'unknown-ca'] as const

export type ServerKind = (typeof serverKinds)[number]
export type Mode = (typeof modes)[number]
export type CertificateKind = (typeof certificateKinds)[number]

export type Expected =
  | { readonly outcome: 'online encrypted' | 'online clear' | SignInFailureCode }
  | { readonly cannotExist: string }

type Outcome = 'online encrypted' | 'online clear' | SignInFailureCode
type Row = Readonly<Record<CertificateKind, Expected>>

const same = (outcome: Outcome): Row => ({
  valid: { outcome },
  'self-signed': { outcome },
  'wrong-name': { outcome },
  expired: { outcome },
  'unknown-ca': { outcome },
})

/** TLS is begun, so the certificate decides, before any credentials are sent. */
const certificateDecides: Row = {
  valid: { outcome: 'online encrypted' },
  'self-signed': { outcome: 'certificate-self-signed' },
  'wrong-name': { outcome: 'certificate-wrong-name' },
  expired: { outcome: 'certificate-expired' },
  'unknown-ca': { outcome: 'certificate-unknown-issuer' },
}

const noCertificate = {
  cannotExist: 'A server without TLS shows no certificate: these columns are the same server as the first one.',
} as const

const once = (outcome: Outcome): Row => ({
  valid: { outcome },
  'self-signed': noCertificate,
  'wrong-name': noCertificate,
  expired: noCertificate,
  'unknown-ca': noCertificate,
})

export const expectations: Readonly<Record<ServerKind, Readonly<Record<Mode, Row>>>> = {
  'starttls-required': {
    required: certificateDecides,
    // "Optional: TLS when offered, and never a fall-back after a failed handshake or a bad certificate."
    optional: certificateDecides,
    // "Disabled: STARTTLS is not used even when offered; where the server insists, the error says so."
    disabled: same('tls-required-by-server'),
    // TLS from the first byte to a port that waits for a stream header: the handshake cannot succeed.
    'direct-tls': same('tls-failed'),
  },
  'starttls-offered': {
    required: certificateDecides,
    optional: certificateDecides,
    // SCRAM over a stream without TLS is allowed, with a visible warning; the certificate is never seen.
    disabled: same('online clear'),
    'direct-tls': same('tls-failed'),
  },
  'starttls-not-offered': {
    // "A server that does not offer STARTTLS, or one whose offer was stripped, is an error that says so."
    required: once('tls-not-offered'),
    optional: once('online clear'),
    disabled: once('online clear'),
    'direct-tls': once('tls-failed'),
  },
  'direct-tls': {
    // A stream header to a port that waits for a handshake: what must be encrypted could not be, and no fall-back.
    required: same('tls-failed'),
    optional: same('tls-failed'),
    // The port speaks nothing but TLS: the server insists.
    disabled: same('tls-required-by-server'),
    'direct-tls': certificateDecides,
  },
}

export const expectedOf = (server: ServerKind, mode: Mode, certificate: CertificateKind): Expected =>
  expectations[server][mode][certificate]
