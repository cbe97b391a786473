import { Fragment, type ReactNode, useEffect, useRef, useState } from 'react'
import type { AccountId } from '../../../shared/domain/address.ts'
import type { CertificateReport } from '../../../shared/domain/certificate.ts'
import type { Failure } from '../../../shared/domain/failure.ts'
import { call, drop } from '../../ipc/call.ts'
import { useStore } from '../../state/store.ts'
import type { FailureActionKind } from '../../text/failure-text.ts'
import { useText } from '../../text/text.tsx'
import { Button } from '../../ui/button/button.tsx'
import { Mark } from '../../ui/mark/mark.tsx'
import { AdvancedDialog, type AdvancedStart } from './advanced-dialog.tsx'
import { CredentialsFields } from './credentials-fields.tsx'
import { FailureAlert } from './failure-alert.tsx'
import { SignInFoot } from './sign-in-foot.tsx'
import { useCredentials } from './use-credentials.ts'
import { useSignIn } from './use-sign-in.ts'
import { Working } from './working.tsx'
import './sign-in.css'

export interface SignInProps {
  /** Whose sign-in it is where that is known: the one that failed while starting, the one to sign in to again. */
  readonly account: AccountId | null
  /** The dialog of `features/certificate`: features do not know each other. */
  readonly certificate: (props: {
    readonly report: CertificateReport
    readonly onTrust: () => void
    readonly onCancel: () => void
  }) => ReactNode
  /** What the person is to know of the program itself. */
  readonly troubles: ReactNode
  /** Back to the chats, where there are any to go back to. */
  readonly onBack?: () => void
}

/** The sign-in window: address and password first, everything else behind "Advanced". */
export function SignIn({ account, certificate, troubles, onBack }: SignInProps) {
  const { t } = useText()
  const lastAccount = useStore(state => state.lastAccount)
  const form = useCredentials(account ?? lastAccount ?? '')
  const run = useSignIn(account)
  const [advanced, setAdvanced] = useState<AdvancedStart | null>(null)
  const [seen, setSeen] = useState<Failure | null>(null)
  // Between the press and the attempt: what went wrong last is no longer true.
  const [asking, setAsking] = useState(false)
  const forgetting = useRef<Promise<unknown>>(Promise.resolve())
  const page = useRef<HTMLElement>(null)
  const { view } = run
  const failure = view.phase === 'form' && !asking ? view.failure : null
  const report = failure?.details.certificate
  const showsCertificate = report !== undefined && failure !== seen
  const domain = form.value.address.split('@')[1]?.trim() || t('failure.server')

  // biome-ignore lint/correctness/useExhaustiveDependencies: once, for the address that the window starts with
  useEffect(() => drop(form.leaveAddress()), [])
  useFocusOfView(page, view.phase, failure, showsCertificate)

  const submit = () => {
    setSeen(null)
    setAsking(true)
    const signIn = async () => {
      const request = await form.request()
      await forgetting.current
      if (typeof request === 'object') run.signIn(request)
      else focusField(page.current, request)
    }
    drop(signIn().finally(() => setAsking(false)))
  }
  const openAdvanced = (start: AdvancedStart) => {
    const open = async () => {
      await form.leaveAddress()
      setAdvanced(start)
      await form.refresh()
    }
    drop(open())
  }
  const act: Readonly<Record<FailureActionKind, () => void>> = {
    'open-connection': () => openAdvanced('host'),
    'open-security': () => openAdvanced('security'),
    'view-certificate': () => setSeen(null),
    'allow-in-clear': () => {
      form.change({ settings: { ...form.value.settings, allowPlainWithoutTls: true } })
      run.allowInClear()
    },
    'follow-domain': () => run.followDomain(next => form.change({ address: next })),
    'edit-address': () => focusField(page.current, 'address'),
    'edit-password': () => {
      drop(form.refresh())
      focusField(page.current, 'password')
    },
    'sign-in': submit,
    retry: () => (form.value.password === '' && !form.value.hasPassword ? run.retry() : submit()),
  }

  return (
    <div className="sign-in">
      <header className="sign-in-strip">
        <span>{t('common.program')}</span>
        <span role="status">{t(view.phase === 'busy' ? 'connection.connecting' : 'connection.offline')}</span>
      </header>
      <div className="sign-in-troubles">{troubles}</div>
      <main ref={page} className="sign-in-page" data-failed={failure !== null}>
        <div className="sign-in-brand">
          <Mark size="large" />
          <h1 className="sign-in-title">{t('signIn.title')}</h1>
        </div>
        {failure !== null && (
          <FailureAlert failure={failure} address={run.active ?? form.value.address} onAction={kind => act[kind]()} />
        )}
        <form
          className="sign-in-form"
          noValidate
          onSubmit={event => {
            event.preventDefault()
            if (view.phase === 'form') submit()
          }}
        >
          <CredentialsFields form={form} disabled={view.phase === 'busy'} />
          {view.phase === 'busy' ? (
            <Working step={view.step} domain={domain} onCancel={run.cancel} />
          ) : (
            <Button kind="main" type="submit" wide>
              {t('signIn.submit')}
            </Button>
          )}
          <div className="sign-in-more">
            <Button kind="bare" disabled={view.phase === 'busy'} onPress={() => openAdvanced('connection')}>
              {t('signIn.advanced')}
            </Button>
            {onBack !== undefined && (
              <Button kind="bare" onPress={onBack}>
                {t('signIn.back')}
              </Button>
            )}
          </div>
        </form>
      </main>
      <SignInFoot />
      {advanced !== null && (
        <AdvancedDialog
          settings={form.value.settings}
          trustedCertificates={form.value.trustedCertificates}
          domain={domain}
          tab={advanced}
          onCancel={() => setAdvanced(null)}
          onSave={(settings, forgotten) => {
            form.change({ settings })
            forgetting.current = forget(form.value.address, forgotten).catch(() => undefined)
            setAdvanced(null)
          }}
        />
      )}
      {showsCertificate && (
        <Fragment key={report.fingerprint}>
          {certificate({
            report,
            onTrust: () => run.trust(report.fingerprint),
            onCancel: () => setSeen(failure),
          })}
        </Fragment>
      )}
    </div>
  )
}

async function forget(address: string, fingerprints: readonly string[]): Promise<void> {
  if (fingerprints.length === 0) return
  const account = (await call('account.recall', { address: address.trim() }))?.account.id
  if (account === undefined) return
  await Promise.all(fingerprints.map(fingerprint => call('account.forgetCertificate', { account, fingerprint })))
}

function focusField(page: HTMLElement | null, field: 'address' | 'password'): void {
  page
    ?.querySelectorAll<HTMLInputElement>('input.text-field-box')
    .item(field === 'address' ? 0 : 1)
    .select()
}

/** The focus is never lost: fields that become disabled give it to the line that says what goes on, and that to the alert. */
function useFocusOfView(
  page: { readonly current: HTMLElement | null },
  phase: 'form' | 'busy',
  failure: Failure | null,
  showsCertificate: boolean,
) {
  const before = useRef<'form' | 'busy'>('form')
  const showedCertificate = useRef(false)
  useEffect(() => {
    if (phase === before.current) return
    before.current = phase
    if (phase === 'busy') page.current?.querySelector<HTMLElement>('.working')?.focus()
    else if (failure?.code === 'not-authorized' || failure === null) focusField(page.current, 'password')
    else page.current?.querySelector<HTMLElement>('.failure-alert')?.focus()
  }, [page, phase, failure])
  useEffect(() => {
    // What had the focus before the certificate's dialog, the line of the attempt, is gone.
    if (showedCertificate.current && !showsCertificate && phase === 'form')
      page.current?.querySelector<HTMLElement>('.failure-alert')?.focus()
    showedCertificate.current = showsCertificate
  }, [page, phase, showsCertificate])
}
