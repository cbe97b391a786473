import type { CertificateReason } from '../../shared/domain/certificate.ts'
import type { Text } from './text.tsx'

const keys = {
  'self-signed': 'certificate.selfSigned',
  'unknown-issuer': 'certificate.unknownIssuer',
  expired: 'certificate.expired',
  'not-yet-valid': 'certificate.notYetValid',
} as const

/** Why a certificate is not trusted, in a few words each, joined as a list. Empty reasons: only the person's own trust. */
export function reasonsText(
  { t, list }: Pick<Text, 't' | 'list'>,
  reasons: readonly CertificateReason[],
  domain: string,
): string {
  if (reasons.length === 0) return t('certificate.trusted')
  const words = reasons.map(reason =>
    reason === 'wrong-name' ? t('certificate.wrongName', { domain }) : t(keys[reason]),
  )
  // In a list the language decides about the letters after the first word; they stay as they are here.
  return list(words.map((word, place) => (place === 0 ? word : word.charAt(0).toLowerCase() + word.slice(1))))
}
