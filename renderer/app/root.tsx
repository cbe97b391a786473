import { type ReactNode, useEffect, useLayoutEffect, useMemo, useState } from 'react'
import type { AccountId } from '../../shared/domain/address.ts'
import { CertificateDialog } from '../features/certificate/certificate-dialog.tsx'
import { SignIn } from '../features/sign-in/sign-in.tsx'
import { connectionOf, shownAccount } from '../state/selectors.ts'
import { type Store, StoreContext, useStore } from '../state/store.ts'
import { createView, ViewContext } from '../state/view.ts'
import { TextProvider } from '../text/text.tsx'
import { applyAppearance } from '../theme/apply-appearance.ts'
import { Broken } from './broken.tsx'
import { ErrorBoundary } from './error-boundary.tsx'
import { MainWindow } from './main-window.tsx'
import './root.css'

/** The page: its look and language from the settings, and the window that there is something for. */
export function Root({ store }: { readonly store: Store }) {
  return (
    <StoreContext value={store}>
      <Appearance>
        <ErrorBoundary fallback={<Broken />}>
          <Windows />
        </ErrorBoundary>
      </Appearance>
    </StoreContext>
  )
}

function Appearance({ children }: { readonly children: ReactNode }) {
  const settings = useStore(state => state.settings)
  const program = useStore(state => state.program)
  const language = settings.language ?? program.systemLanguage
  useLayoutEffect(() => applyAppearance(document, settings, language), [settings, language])
  return (
    <TextProvider language={language} systemLocale={program.locale}>
      {children}
    </TextProvider>
  )
}

/** The main window for an account that may be shown, else the sign-in window; that also where a person has to help. */
function Windows() {
  const account = useStore(shownAccount)
  const begun = useStore(state => state.accountOrder[0] ?? null)
  const [helped, setHelped] = useState<AccountId | null>(null)
  const isOnline = useStore(state => helped !== null && connectionOf(state, helped).phase === 'online')
  useEffect(() => {
    if (isOnline) setHelped(null)
  }, [isOnline])

  if (account === null) return <SignIn account={begun} certificate={props => <CertificateDialog {...props} />} />
  if (helped !== null && !isOnline)
    return (
      <SignIn
        key={helped}
        account={helped}
        certificate={props => <CertificateDialog {...props} />}
        onBack={() => setHelped(null)}
      />
    )
  return <AccountWindow key={account} account={account} onSignIn={() => setHelped(account)} />
}

/** Each account has a view of its own: nothing of one is seen in another. */
function AccountWindow({ account, onSignIn }: { readonly account: AccountId; readonly onSignIn: () => void }) {
  const view = useMemo(() => createView(), [])
  return (
    <ViewContext value={view}>
      <MainWindow account={account} onSignIn={onSignIn} />
    </ViewContext>
  )
}
