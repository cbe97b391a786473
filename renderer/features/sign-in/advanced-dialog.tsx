import { useState } from 'react'
import type { TrustedCertificate } from '../../../shared/domain/certificate.ts'
import type { ConnectionSettings } from '../../../shared/domain/connection.ts'
import { useText } from '../../text/text.tsx'
import { Button } from '../../ui/button/button.tsx'
import { Dialog, DialogCancel } from '../../ui/dialog/dialog.tsx'
import { Tabs } from '../../ui/tabs/tabs.tsx'
import { type ConnectionForm, checkForm, type FormErrors, formOf, isSound, settingsOf } from './connection-form.ts'
import { ConnectionTab } from './connection-tab.tsx'
import { SecurityTab } from './security-tab.tsx'
import './advanced-dialog.css'

type AdvancedTab = 'connection' | 'security'

/** Where the dialog opens: at a tab, or ready for a host to be typed. */
export type AdvancedStart = AdvancedTab | 'host'

export interface AdvancedDialogProps {
  readonly settings: ConnectionSettings
  readonly trustedCertificates: readonly TrustedCertificate[]
  /** The domain of the account; the words of the sign-in window where none is typed yet. */
  readonly domain: string
  readonly tab?: AdvancedStart
  /** @param forgotten Fingerprints of certificates that are to be trusted no more. */
  readonly onSave: (settings: ConnectionSettings, forgotten: readonly string[]) => void
  readonly onCancel: () => void
}

const noErrors: FormErrors = { host: null, port: null, resource: null, priority: null }

/** How one account connects. Nothing is kept until "Save". */
export function AdvancedDialog(props: AdvancedDialogProps) {
  const { t } = useText()
  const start = props.tab ?? 'connection'
  const [form, setForm] = useState(() => {
    const saved = formOf(props.settings)
    return start === 'host' ? { ...saved, automatic: false } : saved
  })
  const [errors, setErrors] = useState(noErrors)
  const [forgotten, setForgotten] = useState<readonly string[]>([])
  const [tab, setTab] = useState<AdvancedTab>(start === 'host' ? 'connection' : start)
  // The first field has the focus when the dialog opens, not when somebody walks over the tabs.
  const [walked, setWalked] = useState(false)
  const [changed, setChanged] = useState(false)

  const change = (part: Partial<ConnectionForm>) => {
    setForm({ ...form, ...part })
    setChanged(true)
    // While somebody types a field is not wrong yet; another field's sentence stays.
    const touched = Object.keys(part)
    const next = Object.entries(errors).map(([field, error]) => [field, touched.includes(field) ? null : error])
    setErrors(part.automatic === true ? noErrors : { ...noErrors, ...Object.fromEntries(next) })
  }
  const check = (field: keyof FormErrors) => setErrors({ ...errors, [field]: checkForm(form)[field] })

  const save = () => {
    const found = checkForm(form)
    setErrors(found)
    if (isSound(found)) props.onSave(settingsOf(form), forgotten)
    else setTab('connection')
  }

  return (
    <Dialog
      title={t('signIn.advancedTitle')}
      width="small"
      flush
      guarded={changed}
      onCancel={props.onCancel}
      buttons={
        <>
          <DialogCancel>
            <Button onPress={props.onCancel}>{t('common.cancel')}</Button>
          </DialogCancel>
          <Button kind="main" onPress={save}>
            {t('common.save')}
          </Button>
        </>
      }
    >
      <form
        className="advanced"
        noValidate
        onSubmit={event => {
          event.preventDefault()
          save()
        }}
      >
        <Tabs
          label={t('signIn.advancedTitle')}
          chosen={tab}
          onChoose={chosen => {
            setTab(chosen)
            setWalked(true)
          }}
          tabs={[
            {
              key: 'connection',
              label: t('signIn.connectionTab'),
              content: (
                <ConnectionTab
                  form={form}
                  errors={errors}
                  domain={props.domain}
                  onChange={change}
                  onLeave={check}
                  focus={walked ? null : start === 'host' ? 'host' : 'automatic'}
                />
              ),
            },
            {
              key: 'security',
              label: t('signIn.securityTab'),
              content: (
                <SecurityTab
                  form={form}
                  autoFocus={!walked}
                  onChange={change}
                  trusted={props.trustedCertificates.filter(each => !forgotten.includes(each.fingerprint))}
                  onForget={fingerprint => {
                    setForgotten([...forgotten, fingerprint])
                    setChanged(true)
                  }}
                />
              ),
            },
          ]}
        />
        {/* Enter in a field saves: a form with several fields needs a submit button for that. */}
        <button type="submit" className="hidden" tabIndex={-1} aria-hidden="true" />
      </form>
    </Dialog>
  )
}
