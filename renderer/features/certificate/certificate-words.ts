import type { CertificateReason, CertificateReport } from '../../../shared/domain/certificate.ts'
import type { Text } from '../../text/text.tsx'

export interface CertificateWords {
  readonly title: string
  /** What is wrong in a few words, and what it may mean. */
  readonly lead: string
  readonly body: string
}

/** Of several reasons the one that says most about who is at the other end. */
const gravest: readonly CertificateReason[] = [
  'wrong-name',
  'self-signed',
  'unknown-issuer',
  'not-yet-valid',
  'expired',
]

const keys = {
  'self-signed': ['certificate.selfSignedLead', 'certificate.selfSignedBody'],
  'unknown-issuer': ['certificate.unknownIssuerLead', 'certificate.unknownIssuerBody'],
  expired: ['certificate.expiredLead', 'certificate.expiredBody'],
  'not-yet-valid': ['certificate.notYetValidLead', 'certificate.notYetValidBody'],
} as const

export function certificateWords({ t }: Pick<Text, 't'>, report: CertificateReport): CertificateWords {
  const { domain, reasons } = report
  if (report.previousFingerprint !== null) {
    return {
      title: t('certificate.changedTitle'),
      lead: t('certificate.changedLead'),
      body: t('certificate.changedBody', { domain }),
    }
  }
  const title = t('certificate.title')
  const reason = gravest.find(each => reasons.includes(each)) ?? 'unknown-issuer'
  if (reason === 'wrong-name') {
    return { title, lead: t('certificate.wrongNameLead'), body: t('certificate.wrongNameBody', { domain }) }
  }
  const [lead, body] = keys[reason]
  return { title, lead: t(lead), body: t(body) }
}

/** The facts of a certificate as they are shown and copied, in their order: name and value. */
export function certificateFacts(
  text: Pick<Text, 't' | 'date'>,
  report: CertificateReport,
): readonly (readonly [name: string, value: string])[] {
  const { t, date } = text
  const issuer = report.selfIssued ? t('certificate.itself', { name: report.issuer }) : report.issuer
  return [
    [t('certificate.subject'), report.subject],
    [t('certificate.names'), report.names.length === 0 ? t('certificate.noNames') : report.names.join(', ')],
    [t('certificate.issuer'), issuer],
    [t('certificate.valid'), t('certificate.validRange', { from: date(report.validFrom), to: date(report.validTo) })],
  ]
}
