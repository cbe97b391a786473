import type { BareJid } from './address.ts'
import type { CertificateReport } from './certificate.ts'

/** Every way a sign-in can end badly. Each has its own sentence and next step in `shared/lang`. */
export const signInFailureCodes = [
  'dns-not-found',
  'connection-refused',
  'timed-out',
  'tls-not-offered',
  'tls-required-by-server',
  'tls-failed',
  'certificate-self-signed',
  'certificate-unknown-issuer',
  'certificate-wrong-name',
  'certificate-expired',
  'certificate-not-yet-valid',
  'certificate-changed',
  'domain-mismatch',
  'password-in-clear',
  'not-authorized',
  'account-disabled',
  'conflict',
  'no-common-mechanism',
  'server-not-verified',
  'mechanism-downgrade',
  'stream-error',
] as const

/** What else a person can meet. */
export const otherFailureCodes = [
  'network-lost',
  'invalid-address',
  'invalid-password',
  'password-needed',
  'keychain-unavailable',
  'not-connected',
  'request-timed-out',
  'refused-by-server',
  'message-not-delivered',
  'message-too-long',
  'own-address',
  'already-contact',
  'unknown-contact',
  'managed-by-server',
  'address-unreachable',
  'request-declined',
  'blocking-not-supported',
  'address-blocked',
  'room-password',
  'room-members-only',
  'room-banned',
  'room-full',
  'room-locked',
  'nick-taken',
  'room-not-found',
  'room-creation-refused',
  'no-room-service',
  'room-exists',
  'room-forbidden',
  'room-no-voice',
  'occupant-gone',
  'nick-refused',
  'room-not-joined',
  'room-shut-down',
  'room-kicked',
  'room-destroyed',
  'no-upload-service',
  'file-too-large',
  'upload-quota',
  'upload-refused',
  'upload-insecure',
  'transfer-interrupted',
  'file-unreadable',
  'file-changed',
  'link-insecure',
  'link-private',
  'download-gone',
  'download-refused',
  'download-too-large',
  'download-cancelled',
  'file-missing',
  'file-not-opened',
  'file-not-saved',
  'unknown-account',
  'storage-failed',
  'invalid-payload',
  'untrusted-sender',
  'internal',
] as const

/**
 * Why the disk refused (`storage-failed`), where that is known; each asks something else of the person: make room; get
 * the right to write the folder; close the other program; start again, which repairs; take the newer version.
 */
export const storageConditions = ['disk-full', 'read-only', 'in-use', 'damaged', 'newer-version'] as const
export type StorageCondition = (typeof storageConditions)[number]

export type SignInFailureCode = (typeof signInFailureCodes)[number]
export type FailureCode = SignInFailureCode | (typeof otherFailureCodes)[number]

/** What the sentence for a failure needs; absent where it is not known. Never a password, never a message body. */
export interface FailureDetails {
  readonly domain?: string
  readonly host?: string
  readonly port?: number
  /** `domain-mismatch`: the name that the server gave itself. */
  readonly offeredDomain?: string
  readonly certificate?: CertificateReport
  /** `no-common-mechanism`, `password-in-clear`: what the server offered. */
  readonly mechanisms?: readonly string[]
  /** The defined condition of a stream, SASL or stanza error (RFC 6120); for `storage-failed` and `file-not-saved` a `StorageCondition`. */
  readonly condition?: string
  /** `file-too-large`, `download-too-large`: bytes that would be taken. */
  readonly limit?: number
  /** `upload-quota`: when the server takes files again, as it says (milliseconds since 1970). */
  readonly retryAt?: number
  /** The server's own words, or those of who did it (`room-kicked` and the like), shown as text. */
  readonly text?: string
  /** `room-kicked`, `room-banned`, …: who did it: a nick, or an address. */
  readonly by?: string
  /** `room-destroyed`: where everybody goes instead. */
  readonly instead?: BareJid
}

/** A failure as it is shown: a code for the catalogue and what its sentence needs. */
export interface Failure {
  readonly code: FailureCode
  readonly details: FailureDetails
}

/** The error that an expected failure travels in; `message` is for logs. */
export class AppError extends Error {
  override readonly name = 'AppError'
  readonly code: FailureCode
  readonly details: FailureDetails

  constructor(code: FailureCode, message: string, details: FailureDetails = {}, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.code = code
    this.details = details
  }
}

/** Any thrown value as a failure; what was not expected becomes `internal`. */
export function toFailure(error: unknown): Failure {
  return error instanceof AppError
    ? { code: error.code, details: error.details }
    : { code: 'internal', details: { text: error instanceof Error ? error.message : String(error) } }
}

/** There was no connection, or it ended meanwhile: nothing follows from that but that the next one has to be tried. */
export function isConnectionLost(error: unknown): boolean {
  return error instanceof AppError && (error.code === 'not-connected' || error.code === 'network-lost')
}
