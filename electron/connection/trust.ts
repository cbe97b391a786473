import { isIP } from 'node:net'
import type { CertificateReason, CertificateReport, TrustedCertificate } from '../../shared/domain/certificate.ts'
import type { SignInFailureCode } from '../../shared/domain/failure.ts'
import { domainToAscii } from '../stanza/jid.ts'
import type { PeerCertificate } from './certificate.ts'
import type { CertificateName } from './certificate-names.ts'

/** What is known about the certificate of a finished handshake. */
export interface Evidence {
  readonly certificate: PeerCertificate
  /** The TLS library found a path to a root and nothing to object to. */
  readonly chainValid: boolean
  /** Its objection, of OpenSSL's names (`CERT_HAS_EXPIRED`, …); null where the chain is valid. */
  readonly chainError: string | null
  /** The chain leads to a root when dates are left aside. */
  readonly leadsToRoot: boolean
  /** The XMPP domain as DNS has it, or an IP address without brackets. */
  readonly domain: string
  /** Milliseconds since 1970. */
  readonly now: number
}

export type Verdict =
  | { readonly trusted: 'chain' | 'pinned' }
  | { readonly trusted: false; readonly code: SignInFailureCode; readonly report: CertificateReport }

/**
 * Whether a certificate may vouch for the domain: by a valid chain and a matching name, or because the person pinned
 * this very certificate while being shown every reason that holds now.
 * @param pins of this account; `shownDomain` says which of them are for this server
 * @param pinnedFor another domain whose pins serve this host, too: the one that has named it. Which host that was is what
 * the person trusted it for, so the name does not matter there.
 */
export function judge(
  evidence: Evidence,
  shownDomain: string,
  pins: readonly TrustedCertificate[],
  pinnedFor: string | null = null,
): Verdict {
  const reasons = reasonsAgainst(evidence)
  if (reasons.length === 0) return { trusted: 'chain' }

  const { subjectNames: _, commonName: __, ...description } = evidence.certificate
  const ours = pins.filter(pin => pin.domain === shownDomain)
  const pin = ours.find(each => each.fingerprint === description.fingerprint)
  const named = pins.find(each => each.domain === pinnedFor && each.fingerprint === description.fingerprint)
  const seen = [...(pin?.reasons ?? []), ...(named === undefined ? [] : [...named.reasons, 'wrong-name'])]
  const [worst] = reasons.filter(reason => !seen.includes(reason))
  if (worst === undefined) return { trusted: 'pinned' }

  const previous = pin === undefined ? ours.toSorted((a, b) => b.trustedAt - a.trustedAt)[0] : undefined
  return {
    trusted: false,
    code: previous === undefined ? codes[worst] : 'certificate-changed',
    report: { ...description, domain: shownDomain, reasons, previousFingerprint: previous?.fingerprint ?? null },
  }
}

const codes: Readonly<Record<CertificateReason, SignInFailureCode>> = {
  'self-signed': 'certificate-self-signed',
  'unknown-issuer': 'certificate-unknown-issuer',
  'wrong-name': 'certificate-wrong-name',
  expired: 'certificate-expired',
  'not-yet-valid': 'certificate-not-yet-valid',
}

/** All that speaks against a certificate, the gravest first. Empty only where the TLS library accepted the chain. */
export function reasonsAgainst(evidence: Evidence): readonly CertificateReason[] {
  const { certificate, chainValid, chainError, leadsToRoot, domain, now } = evidence
  const expired = now > certificate.validTo || chainError === 'CERT_HAS_EXPIRED'
  const early = now < certificate.validFrom || chainError === 'CERT_NOT_YET_VALID'
  // OpenSSL tells one objection of several, the last it met. One about dates hides whether the chain is good besides;
  // any other means that it is not.
  const anchored = chainValid || (leadsToRoot && (expired || early) && isAboutDates(chainError))
  const reasons: CertificateReason[] = []
  if (!anchored) reasons.push(certificate.selfIssued ? 'self-signed' : 'unknown-issuer')
  if (!vouchesFor(certificate, domain)) reasons.push('wrong-name')
  if (expired) reasons.push('expired')
  if (early) reasons.push('not-yet-valid')
  return reasons
}

function isAboutDates(chainError: string | null): boolean {
  return chainError === 'CERT_HAS_EXPIRED' || chainError === 'CERT_NOT_YET_VALID'
}

/**
 * RFC 6120, 13.7.1.2.1 with RFC 6125, 6.4: the names that an XMPP client accepts for a domain.
 * @param domain as DNS has it (A-labels), or an IP address without brackets
 */
export function vouchesFor(certificate: Pick<PeerCertificate, 'subjectNames' | 'commonName'>, domain: string): boolean {
  const wanted = lower(domain)
  const { subjectNames, commonName } = certificate
  if (isIP(domain) !== 0) return subjectNames.some(name => name.kind === 'ip' && name.value === wanted)
  if (subjectNames.some(name => nameMatches(name, wanted))) return true
  // RFC 6125, 6.4.4: "if and only if the presented identifiers do not include a DNS-ID, SRV-ID, URI-ID, or any
  // application-specific identifier types supported by the client". Certificates made by hand often have nothing else.
  const hasOthers = subjectNames.some(name => name.kind !== 'ip' && name.kind !== 'mail')
  return !hasOthers && commonName !== null && dnsMatches(lower(commonName), wanted)
}

function nameMatches({ kind, value }: CertificateName, domain: string): boolean {
  const name = lower(value)
  switch (kind) {
    case 'dns':
      return dnsMatches(name, domain)
    case 'xmpp':
      return asciiOrNull(name) === domain
    case 'srv':
      return name === `_xmpp-client.${domain}` || name === `_xmpps-client.${domain}`
    default:
      return false
  }
}

/** RFC 6120, 13.7.1.4: an XmppAddr is written in UTF-8, an international domain with its own letters. */
function asciiOrNull(domain: string): string | null {
  try {
    return domainToAscii(domain)
  } catch {
    // A name that is none vouches for nobody.
    return null
  }
}

/** RFC 6125, 6.4.3: a wildcard is the whole left-most label and stands for exactly one. */
function dnsMatches(pattern: string, domain: string): boolean {
  if (!pattern.startsWith('*.')) return pattern === domain
  const dot = domain.indexOf('.')
  const parent = pattern.slice(2)
  return dot > 0 && parent.includes('.') && domain.slice(dot + 1) === parent
}

function lower(text: string): string {
  return text.toLowerCase().replace(/\.$/u, '')
}
