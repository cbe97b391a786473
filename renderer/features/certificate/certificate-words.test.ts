import { describe, expect, it } from 'vitest'
import type { CertificateReason, CertificateReport } from '../../../shared/domain/certificate.ts'
import { reasonsText } from '../../text/certificate-text.ts'
import { createFormats } from '../../text/formats.ts'
import { createI18n } from '../../text/i18n.ts'
import { translateWith } from '../../text/text.tsx'
import { certificateFacts, certificateWords } from './certificate-words.ts'

const en = { ...createFormats('en-GB'), t: translateWith(createI18n('en')) }
const es = { ...createFormats('es'), t: translateWith(createI18n('es')) }

const report = (reasons: readonly CertificateReason[], change: Partial<CertificateReport> = {}): CertificateReport => ({
  fingerprint: 'AA:BB',
  subject: 'mired.org',
  names: ['mired.org', '*.mired.org'],
  issuer: 'mired.org',
  selfIssued: true,
  validFrom: new Date(2026, 4, 4).getTime(),
  validTo: new Date(2031, 4, 4).getTime(),
  domain: 'mired.org',
  reasons,
  previousFingerprint: null,
  ...change,
})

describe('what is said of a certificate', () => {
  it.each<[readonly CertificateReason[], string]>([
    [['self-signed'], 'The server vouches for itself.'],
    [['unknown-issuer'], 'Your computer does not know who signed this.'],
    [['wrong-name'], 'This certificate is for another name.'],
    [['expired'], 'This certificate has run out.'],
    [['not-yet-valid'], 'This certificate is not valid yet.'],
    [['expired', 'self-signed'], 'The server vouches for itself.'],
    [['self-signed', 'wrong-name', 'expired'], 'This certificate is for another name.'],
  ])('%j begins with: %s', (reasons, lead) => {
    expect(certificateWords(en, report(reasons))).toMatchObject({ title: 'Certificate not trusted', lead })
  })

  it('says before all else that it is another one than was trusted', () => {
    const words = certificateWords(en, report(['self-signed'], { previousFingerprint: 'CC:DD' }))
    expect(words.title).toBe('The certificate has changed')
    expect(words.body).toContain('mired.org')
  })

  it('lists all reasons in words', () => {
    expect(reasonsText(en, ['self-signed', 'wrong-name', 'expired'], 'mired.org')).toBe(
      'Self-signed, not for mired.org and expired',
    )
    expect(reasonsText(es, ['expired', 'unknown-issuer'], 'mired.org')).toBe('Caducado y emisor desconocido')
  })

  it('gives the facts as a person reads them', () => {
    expect(certificateFacts(en, report(['self-signed'])).map(([, value]) => value)).toEqual([
      'mired.org',
      'mired.org, *.mired.org',
      'mired.org (itself)',
      '4 May 2026 to 4 May 2031',
    ])
    expect(certificateFacts(es, report([], { names: [], selfIssued: false, issuer: 'CA' }))).toEqual([
      ['Titular', 'mired.org'],
      ['Nombres', 'Ninguno'],
      ['Emisor', 'CA'],
      ['Validez', 'del 4 de mayo de 2026 al 4 de mayo de 2031'],
    ])
  })
})
