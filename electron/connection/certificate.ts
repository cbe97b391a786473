import { X509Certificate } from 'node:crypto'
import type { CertificateDescription } from '../../shared/domain/certificate.ts'
import { type CertificateName, readCertificateNames } from './certificate-names.ts'

/** A certificate as the decision to trust it needs it. */
export interface PeerCertificate extends CertificateDescription {
  readonly subjectNames: readonly CertificateName[]
  /** The subject's common name, which counts where the certificate has no other names (RFC 6125, 6.4.4). */
  readonly commonName: string | null
}

export function describeCertificate(certificate: X509Certificate): PeerCertificate {
  const subjectNames = readCertificateNames(certificate.raw)
  const commonName = attribute(certificate.subject, 'CN')
  return {
    fingerprint: certificate.fingerprint256,
    subject: commonName ?? oneLine(certificate.subject),
    names: subjectNames.map(name => name.value),
    issuer: attribute(certificate.issuer, 'CN') ?? attribute(certificate.issuer, 'O') ?? oneLine(certificate.issuer),
    selfIssued: isSelfIssued(certificate),
    validFrom: Date.parse(certificate.validFrom),
    validTo: Date.parse(certificate.validTo),
    subjectNames,
    commonName,
  }
}

export function isSelfIssued(certificate: X509Certificate): boolean {
  return certificate.subject === certificate.issuer && signedBy(certificate, certificate)
}

/** Whether the chain that the server sent leads to a root, whatever the dates say. The reason is shown, never trusted. */
export function leadsToRoot(chain: readonly X509Certificate[], roots: readonly string[]): boolean {
  const known = chain.map(certificate => certificate.fingerprint256)
  const anchors = roots.flatMap(parseOrSkip)
  if (anchors.some(anchor => known.includes(anchor.fingerprint256))) return true
  let current = chain[0]
  for (let depth = 0; current !== undefined && depth < 10; depth++) {
    const certificate: X509Certificate = current
    if (anchors.some(anchor => signedBy(certificate, anchor))) return true
    current = chain.find(other => other !== certificate && !isSelfIssued(certificate) && signedBy(certificate, other))
  }
  return false
}

function signedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  try {
    return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey)
  } catch {
    // A key of a kind that this OpenSSL does not know signs nothing for us.
    return false
  }
}

function parseOrSkip(pem: string): X509Certificate[] {
  try {
    return [new X509Certificate(pem)]
  } catch {
    // A root of the system that cannot be read is none.
    return []
  }
}

/** Node writes a distinguished name as one `KEY=value` a line. */
function attribute(name: string | undefined, key: string): string | null {
  const line = name?.split('\n').findLast(each => each.startsWith(`${key}=`))
  const value = line?.slice(key.length + 1).trim() ?? ''
  return value === '' ? null : value
}

function oneLine(name: string | undefined): string {
  return (name ?? '').split('\n').join(', ')
}
