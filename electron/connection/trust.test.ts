import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { type CertificateCase, type Certificates, sharedCertificates } from '../../e2e/servers/certificates.ts'
import type { CertificateReason, TrustedCertificate } from '../../shared/domain/certificate.ts'
import { describeCertificate, leadsToRoot } from './certificate.ts'
import { type Evidence, judge, reasonsAgainst, vouchesFor } from './trust.ts'

let certificates: Certificates
beforeAll(async () => {
  certificates = await sharedCertificates('mired.org')
})

const read = (name: CertificateCase) => new X509Certificate(readFileSync(certificates.of(name).certificateFile))

function evidence(name: CertificateCase, chainError: string | null, changes: Partial<Evidence> = {}): Evidence {
  const certificate = read(name)
  return {
    certificate: describeCertificate(certificate),
    chainValid: chainError === null,
    chainError,
    leadsToRoot: leadsToRoot([certificate], [certificates.authority.text]),
    domain: 'mired.org',
    now: Date.now(),
    ...changes,
  }
}

function pin(name: CertificateCase, reasons: readonly CertificateReason[], domain = 'mired.org'): TrustedCertificate {
  const { subjectNames: _, commonName: __, ...description } = describeCertificate(read(name))
  return { ...description, domain, reasons, trustedAt: 1 }
}

const selfSigned = 'DEPTH_ZERO_SELF_SIGNED_CERT'
const noIssuer = 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'
const expired = 'CERT_HAS_EXPIRED'

describe('reasonsAgainst', () => {
  it.each([
    ['valid', null, []],
    ['self-signed', selfSigned, ['self-signed']],
    ['self-signed-wrong-name', selfSigned, ['self-signed', 'wrong-name']],
    // OpenSSL tells the last objection only.
    ['self-signed-expired', expired, ['self-signed', 'expired']],
    ['self-signed-expired', selfSigned, ['self-signed', 'expired']],
    ['unknown-ca', noIssuer, ['unknown-issuer']],
    ['unknown-ca', expired, ['unknown-issuer', 'expired']],
    ['wrong-name', null, ['wrong-name']],
    ['address-only', null, ['wrong-name']],
    ['expired', expired, ['expired']],
    ['not-yet-valid', 'CERT_NOT_YET_VALID', ['not-yet-valid']],
    // An objection that we have no word for: never fewer reasons than none.
    ['valid', 'INVALID_PURPOSE', ['unknown-issuer']],
  ] as const)('%s, %s', (name, chainError, reasons) => {
    expect(reasonsAgainst(evidence(name, chainError))).toEqual(reasons)
  })

  it('looks at our clock as well', () => {
    const late = Date.now() + 1000 * 24 * 3600 * 1000
    expect(reasonsAgainst(evidence('valid', null, { now: late }))).toEqual(['expired'])
    expect(reasonsAgainst(evidence('valid', null, { now: 0 }))).toEqual(['not-yet-valid'])
  })
})

describe('judge', () => {
  it('accepts a valid chain, whatever is pinned', () => {
    expect(judge(evidence('valid', null), 'mired.org', [pin('self-signed', ['self-signed'])])).toEqual({
      trusted: 'chain',
    })
  })

  it('accepts what was pinned with the reasons that were shown', () => {
    const pins = [pin('self-signed', ['self-signed'])]
    expect(judge(evidence('self-signed', selfSigned), 'mired.org', pins)).toEqual({ trusted: 'pinned' })
  })

  it('asks again when a reason holds that was not shown', () => {
    const verdict = judge(evidence('self-signed-expired', expired), 'mired.org', [
      pin('self-signed-expired', ['self-signed']),
    ])
    expect(verdict).toMatchObject({
      trusted: false,
      code: 'certificate-expired',
      report: { reasons: ['self-signed', 'expired'], previousFingerprint: null },
    })
  })

  it('says that the certificate has changed', () => {
    const pins = [pin('self-signed', ['self-signed'])]
    const verdict = judge(evidence('self-signed-changed', selfSigned), 'mired.org', pins)
    expect(verdict).toMatchObject({
      trusted: false,
      code: 'certificate-changed',
      report: {
        fingerprint: certificates.of('self-signed-changed').fingerprint,
        previousFingerprint: certificates.of('self-signed').fingerprint,
        reasons: ['self-signed'],
      },
    })
  })

  it('does not take a pin of another domain', () => {
    const pins = [pin('self-signed', ['self-signed'], 'other.example')]
    expect(judge(evidence('self-signed', selfSigned), 'mired.org', pins)).toMatchObject({
      code: 'certificate-self-signed',
    })
  })
})

describe('vouchesFor', () => {
  const dns = (...values: readonly string[]) => ({
    subjectNames: values.map(value => ({ kind: 'dns' as const, value })),
    commonName: null,
  })

  it.each([
    ['MIRED.org', 'mired.org', true],
    ['*.mired.org', 'chat.mired.org', true],
    ['*.mired.org', 'mired.org', false],
    ['*.mired.org', 'a.chat.mired.org', false],
    ['c*.mired.org', 'chat.mired.org', false],
    ['*.org', 'mired.org', false],
    ['*', 'mired.org', false],
    ['xn--espaa-rta.example', 'xn--espaa-rta.example', true],
    ['mired.org.', 'mired.org', true],
    ['mired.org.evil.example', 'mired.org', false],
  ])('%s for %s: %s', (name, domain, expected) => {
    expect(vouchesFor(dns('other.example', name), domain)).toBe(expected)
  })

  it('takes the names that XMPP has of its own', () => {
    const names = (kind: 'xmpp' | 'srv' | 'uri' | 'ip', value: string) => ({
      subjectNames: [{ kind, value }],
      commonName: null,
    })
    expect(vouchesFor(names('xmpp', 'mired.org'), 'mired.org')).toBe(true)
    // RFC 6120, 13.7.1.4: UTF-8, and not in the form that DNS has.
    expect(vouchesFor(names('xmpp', 'España.example'), 'xn--espaa-rta.example')).toBe(true)
    expect(vouchesFor(names('xmpp', 'españa.example'), 'xn--espana-rta.example')).toBe(false)
    expect(vouchesFor(names('xmpp', 'a b'), 'mired.org')).toBe(false)
    expect(vouchesFor(names('srv', '_xmpp-client.mired.org'), 'mired.org')).toBe(true)
    expect(vouchesFor(names('srv', '_xmpp-server.mired.org'), 'mired.org')).toBe(false)
    expect(vouchesFor(names('uri', 'mired.org'), 'mired.org')).toBe(false)
    expect(vouchesFor(names('ip', '127.0.0.1'), '127.0.0.1')).toBe(true)
    expect(vouchesFor(names('ip', '127.0.0.1'), 'mired.org')).toBe(false)
    expect(vouchesFor(dns('127.0.0.1'), '127.0.0.1')).toBe(false)
  })

  it('takes the common name only where there is no other', () => {
    expect(vouchesFor({ subjectNames: [], commonName: 'mired.org' }, 'mired.org')).toBe(true)
    expect(vouchesFor({ ...dns('other.example'), commonName: 'mired.org' }, 'mired.org')).toBe(false)
  })
})
