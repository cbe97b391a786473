import type { TrustedCertificate } from '../../../shared/domain/certificate.ts'
import { useText } from '../../text/text.tsx'
import { Checkbox } from '../../ui/checkbox/checkbox.tsx'
import { RadioGroup } from '../../ui/radio-group/radio-group.tsx'
import { type ConnectionForm, canSendInClear } from './connection-form.ts'
import { TrustedCertificates } from './trusted-certificates.tsx'

export interface SecurityTabProps {
  readonly form: ConnectionForm
  readonly onChange: (part: Partial<ConnectionForm>) => void
  readonly trusted: readonly TrustedCertificate[]
  readonly onForget: (fingerprint: string) => void
  readonly autoFocus: boolean
}

export function SecurityTab({ form, onChange, trusted, onForget, autoFocus }: SecurityTabProps) {
  const { t } = useText()
  const inClear = canSendInClear(form)
  const optional = form.encryption === 'optional'
  return (
    <div className="advanced-tab">
      <RadioGroup
        label={t('signIn.encryptionMode')}
        value={form.encryption}
        autoFocus={autoFocus}
        onChange={encryption => onChange({ encryption })}
        choices={[
          { value: 'required', label: t('signIn.required'), hint: t('signIn.requiredHint') },
          {
            value: 'optional',
            label: t('signIn.optional'),
            hint: optional ? t('signIn.optionalCaution') : t('signIn.optionalHint'),
            caution: optional,
          },
          {
            value: 'disabled',
            label: t('signIn.disabled'),
            hint: form.directTls ? t('signIn.disabledNotDirect') : t('signIn.disabledHint'),
            caution: form.encryption === 'disabled',
            disabled: form.directTls,
          },
        ]}
      />
      <div>
        <Checkbox
          checked={form.directTls}
          onChange={directTls => onChange({ directTls })}
          disabled={form.encryption === 'disabled'}
          hint={form.encryption === 'disabled' ? t('signIn.directTlsNotDisabled') : t('signIn.directTlsHint')}
        >
          {t('signIn.directTls')}
        </Checkbox>
        <Checkbox
          checked={form.allowInClear && inClear}
          onChange={allowInClear => onChange({ allowInClear })}
          disabled={!inClear}
          caution={inClear && form.allowInClear}
          hint={inClear ? t('signIn.allowInClearHint') : t('signIn.allowInClearOnly')}
        >
          {t('signIn.allowInClear')}
        </Checkbox>
      </div>
      <TrustedCertificates certificates={trusted} onForget={onForget} />
    </div>
  )
}
