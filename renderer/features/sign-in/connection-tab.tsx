import { useText } from '../../text/text.tsx'
import { Checkbox } from '../../ui/checkbox/checkbox.tsx'
import { TextField } from '../../ui/text-field/text-field.tsx'
import type { ConnectionForm, FormErrors } from './connection-form.ts'

export interface ConnectionTabProps {
  readonly form: ConnectionForm
  readonly errors: FormErrors
  readonly domain: string
  readonly onChange: (part: Partial<ConnectionForm>) => void
  readonly onLeave: (field: keyof FormErrors) => void
  /** Which field has the focus when the tab appears. */
  readonly focus: 'automatic' | 'host' | null
}

export function ConnectionTab({ form, errors, domain, onChange, onLeave, focus }: ConnectionTabProps) {
  const { t } = useText()
  const error = (field: keyof FormErrors) => {
    const key = errors[field]
    return key === null ? null : t(key as 'signIn.portForm')
  }
  return (
    <div className="advanced-tab">
      <Checkbox
        checked={form.automatic}
        onChange={automatic => onChange({ automatic })}
        hint={t('signIn.automaticServerHint', { domain })}
        autoFocus={focus === 'automatic'}
      >
        {t('signIn.automaticServer')}
      </Checkbox>
      <div className="advanced-pair">
        <TextField
          label={t('signIn.host')}
          value={form.host}
          autoFocus={focus === 'host'}
          onChange={host => onChange({ host })}
          onLeave={() => onLeave('host')}
          error={error('host')}
          disabled={form.automatic}
        />
        <TextField
          label={t('signIn.port')}
          numeric
          value={form.port}
          onChange={port => onChange({ port })}
          onLeave={() => onLeave('port')}
          error={error('port')}
          placeholder={form.automatic ? '' : form.directTls ? '5223' : '5222'}
          disabled={form.automatic}
        />
        <p className="advanced-hint">{t('signIn.hostHint', { domain })}</p>
      </div>
      <div className="advanced-pair">
        <TextField
          label={t('signIn.resource')}
          value={form.resource}
          onChange={resource => onChange({ resource })}
          onLeave={() => onLeave('resource')}
          error={error('resource')}
          placeholder={t('signIn.resourcePlaceholder')}
        />
        <TextField
          label={t('signIn.priority')}
          numeric
          value={form.priority}
          onChange={priority => onChange({ priority })}
          onLeave={() => onLeave('priority')}
          error={error('priority')}
        />
        <p className="advanced-hint">{t('signIn.resourceHint')}</p>
      </div>
    </div>
  )
}
