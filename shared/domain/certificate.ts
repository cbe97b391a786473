/** Why a certificate is not trusted; several may hold at once. */
export type CertificateReason = 'self-signed' | 'unknown-issuer' | 'wrong-name' | 'expired' | 'not-yet-valid'

export interface CertificateDescription {
  /** SHA-256 of the DER form, upper-case hexadecimal, pairs joined by colons: `AA:BB:…`. */
  readonly fingerprint: string
  /** Common name of the subject, or the whole subject where it has none. */
  readonly subject: string
  /** DNS names, IP and XMPP addresses of the subjectAltName, in the certificate's order. */
  readonly names: readonly string[]
  readonly issuer: string
  readonly selfIssued: boolean
  /** Milliseconds since 1970. */
  readonly validFrom: number
  readonly validTo: number
}

/** A certificate that stopped a sign-in, and why. */
export interface CertificateReport extends CertificateDescription {
  /** The XMPP domain (or HTTPS host) that it had to vouch for. */
  readonly domain: string
  readonly reasons: readonly CertificateReason[]
  /** What was pinned for this account before, when this is another one. */
  readonly previousFingerprint: string | null
}

/** What the person trusted with "Trust this certificate": one certificate, and exactly the reasons that were shown. */
export interface TrustedCertificate extends CertificateDescription {
  readonly domain: string
  readonly reasons: readonly CertificateReason[]
  readonly trustedAt: number
  /** It stopped a file: a valid chain of the connection itself says nothing of it. */
  readonly isForFiles?: true
}
