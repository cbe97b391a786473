import { readFileSync } from 'node:fs'
import { createSecureContext, getCACertificates, rootCertificates, type SecureContext } from 'node:tls'

/** The certificate authorities that a connection trusts. */
export interface Roots {
  /** Each PEM. */
  readonly certificates: readonly string[]
  readonly context: SecureContext
}

/** Roots for the given certificates, or the system's and the bundled ones. Reading those takes about 50 ms. */
export function createRoots(certificates: readonly string[] = trustedByComputer()): Roots {
  // RFC 7590, 3.1 with RFC 9325, 3.1.1: nothing older than TLS 1.2.
  return { certificates, context: createSecureContext({ ca: [...certificates], minVersion: 'TLSv1.2' }) }
}

function trustedByComputer(): readonly string[] {
  // Electron's Node is built on BoringSSL, where this may be missing.
  if (typeof getCACertificates !== 'function') return [...rootCertificates, ...extraCertificates()]
  return [...new Set((['default', 'bundled', 'system', 'extra'] as const).flatMap(certificatesOf))]
}

function certificatesOf(kind: 'default' | 'bundled' | 'system' | 'extra'): readonly string[] {
  try {
    return getCACertificates(kind)
  } catch {
    // A store of the system that cannot be read: the others must do.
    return kind === 'extra' ? extraCertificates() : []
  }
}

/** What an administrator adds for Node programs. */
function extraCertificates(): readonly string[] {
  const file = process.env.NODE_EXTRA_CA_CERTS
  if (file === undefined || file === '') return []
  try {
    return readFileSync(file, 'utf8').match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/gu) ?? []
  } catch {
    // As Node itself does: a file that is not there is left out.
    return []
  }
}
