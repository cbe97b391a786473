import { Shield, Trash } from 'lucide-react'
import { useId } from 'react'
import type { TrustedCertificate } from '../../../shared/domain/certificate.ts'
import { reasonsText } from '../../text/certificate-text.ts'
import { useText } from '../../text/text.tsx'
import { Icon } from '../../ui/icon/icon.tsx'
import { IconButton } from '../../ui/icon-button/icon-button.tsx'

export interface TrustedCertificatesProps {
  readonly certificates: readonly TrustedCertificate[]
  readonly onForget: (fingerprint: string) => void
}

export function TrustedCertificates({ certificates, onForget }: TrustedCertificatesProps) {
  const text = useText()
  const { t } = text
  const label = useId()
  return (
    <div>
      <div id={label} className="trusted-label">
        {t('signIn.trustedCertificates')}
      </div>
      {certificates.length === 0 && <p className="advanced-hint">{t('signIn.noTrustedCertificates')}</p>}
      {/* The list is there, empty, where nothing is trusted: its name is how it is found. */}
      {/* biome-ignore lint/a11y/noRedundantRoles: without list-style a list is no list to some screen readers */}
      <ul role="list" className="trusted" aria-labelledby={label} data-empty={certificates.length === 0}>
        {certificates.map(each => {
          const until = {
            reasons: reasonsText(text, each.reasons, each.domain),
            date: text.date(each.validTo),
          }
          return (
            <li key={each.fingerprint} className="trusted-row">
              <Icon of={Shield} />
              <div className="trusted-words" title={`SHA-256 ${each.fingerprint}`}>
                <div className="trusted-name cut">{each.subject}</div>
                <div className="advanced-hint cut">{t('signIn.trustedUntil', until)}</div>
              </div>
              <IconButton
                icon={Trash}
                size="small"
                name={t('signIn.stopTrusting', { name: each.subject })}
                onPress={() => onForget(each.fingerprint)}
              />
            </li>
          )
        })}
      </ul>
    </div>
  )
}
