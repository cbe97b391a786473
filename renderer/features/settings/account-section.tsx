import { type ReactNode, useState } from 'react'
import type { AccountId } from '../../../shared/domain/address.ts'
import type { TrustedCertificate } from '../../../shared/domain/certificate.ts'
import type { ConnectionSettings } from '../../../shared/domain/connection.ts'
import type { Failure } from '../../../shared/domain/failure.ts'
import { call, drop, failureOf } from '../../ipc/call.ts'
import { connectionOf } from '../../state/selectors.ts'
import { useStore } from '../../state/store.ts'
import { failureText } from '../../text/failure-text.ts'
import { useText } from '../../text/text.tsx'
import { Alert } from '../../ui/alert/alert.tsx'
import { Button } from '../../ui/button/button.tsx'
import { OwnProfile } from './own-profile.tsx'
import { securityFacts } from './security-facts.ts'
import { Sheet, SheetFact, SheetRow } from './sheet.tsx'
import { SignOutDialog } from './sign-out-dialog.tsx'

export type AdvancedSlot = (props: {
  readonly settings: ConnectionSettings
  readonly trustedCertificates: readonly TrustedCertificate[]
  readonly domain: string
  readonly onSave: (settings: ConnectionSettings, forgotten: readonly string[]) => void
  readonly onCancel: () => void
}) => ReactNode

export interface AccountSectionProps {
  readonly account: AccountId
  readonly advanced: AdvancedSlot
}

export function AccountSection({ account: id, advanced }: AccountSectionProps) {
  const text = useText()
  const { t } = text
  const account = useStore(state => state.accounts[id]?.account)
  const connection = useStore(state => connectionOf(state, id))
  const [open, setOpen] = useState<'advanced' | 'sign-out' | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)
  if (account === undefined) return null

  const save = (settings: ConnectionSettings, forgotten: readonly string[]) => {
    setOpen(null)
    setFailure(null)
    const { rememberPassword, signInAutomatically } = account
    const request = { address: id, password: null, rememberPassword, signInAutomatically, settings }
    const run = async () => {
      for (const fingerprint of forgotten) await call('account.forgetCertificate', { account: id, fingerprint })
      await call('account.signIn', request)
    }
    drop(run().catch((error: unknown) => setFailure(failureOf(error))))
  }
  const said = failure === null ? null : failureText(text, failure, { address: id })

  return (
    <>
      {failure !== null && said !== null && (
        <div className="sheet-group">
          <Alert code={failure.code} title={said.title} sentence={said.sentence} />
        </div>
      )}
      <OwnProfile key={id} account={id} />
      <Sheet title={t('settings.signedInAs')}>
        <SheetFact label={t('settings.address')} value={id} />
        <SheetRow
          label={t('settings.signOut')}
          hint={account.rememberPassword ? t('settings.signOutHint') : t('settings.notRememberedHint')}
        >
          <Button size="small" onPress={() => setOpen('sign-out')}>
            {t('settings.signOut')}
          </Button>
        </SheetRow>
      </Sheet>
      <Sheet title={t('settings.advanced')}>
        {securityFacts(text, connection).map(fact => (
          <SheetRow
            key={fact.label}
            label={fact.label}
            {...(fact.hint !== undefined && { hint: fact.hint, caution: fact.caution ?? false })}
          >
            {fact.value !== undefined && <span className="sheet-value selectable">{fact.value}</span>}
          </SheetRow>
        ))}
        <SheetRow label={t('signIn.advancedTitle')} hint={`${t('settings.advancedHint')} ${t('settings.applyHint')}`}>
          <Button size="small" onPress={() => setOpen('advanced')}>
            {t('settings.open')}
          </Button>
        </SheetRow>
      </Sheet>
      {open === 'advanced' &&
        advanced({
          settings: account.settings,
          trustedCertificates: account.trustedCertificates,
          domain: id.slice(id.indexOf('@') + 1),
          onSave: save,
          onCancel: () => setOpen(null),
        })}
      {open === 'sign-out' && <SignOutDialog account={id} onClose={() => setOpen(null)} />}
    </>
  )
}
