import { type ComponentProps, type ReactNode, useEffect, useLayoutEffect, useMemo, useState } from 'react'
import type { AccountId, Peer } from '../../shared/domain/address.ts'
import { CertificateDialog } from '../features/certificate/certificate-dialog.tsx'
import { SignIn } from '../features/sign-in/sign-in.tsx'
import { Troubles } from '../features/troubles/troubles.tsx'
import { call } from '../ipc/call.ts'
import { connectionOf, shownAccount } from '../state/selectors.ts'
import { type Store, StoreContext, useStore, useStoreApi } from '../state/store.ts'
import { createView, ViewContext } from '../state/view.ts'
import { TextProvider } from '../text/text.tsx'
import { applyAppearance } from '../theme/apply-appearance.ts'
import { Broken } from './broken.tsx'
import { ErrorBoundary } from './error-boundary.tsx'
import { followPlaces } from './follow-places.ts'
import { keepView, keptView } from './keep-view.ts'
import { MainWindow } from './main-window.tsx'
import { useTitle } from './use-title.ts'
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

/** The main window for an account that may be shown, else the sign-in window. */
function Windows() {
  const account = useStore(shownAccount)
  const begun = useStore(state => state.accountOrder[0] ?? null)
  return account === null ? (
    <SignIn account={begun} certificate={certificate} troubles={<Troubles />} />
  ) : (
    <AccountWindow key={account} account={account} />
  )
}

/**
 * Each account has a view of its own: nothing of one is seen in another. Where the connection needs a person's help the
 * sign-in window stands before it; what was open and written is there again afterwards.
 */
function AccountWindow({ account }: { readonly account: AccountId }) {
  const store = useStoreApi()
  const view = useMemo(() => {
    const state = store.getState().accounts[account]
    return createView(state && keptView(state))
  }, [store, account])
  useEffect(() => followPlaces(store, view, account), [store, view, account])
  useTitle(account)
  const [helping, setHelping] = useState(false)
  const isOnline = useStore(state => connectionOf(state, account).phase === 'online')
  useEffect(() => {
    if (isOnline) setHelping(false)
  }, [isOnline])
  useEffect(() => {
    const keeper = {
      setDraft: (peer: Peer, text: string) => call('conversation.setDraft', { account, peer, text }),
      setOpen: (peer: Peer | null) => call('conversation.setOpen', { account, peer }),
    }
    return keepView({ views: view, account, keeper, window })
  }, [view, account])
  return (
    <ViewContext value={view}>
      {helping && !isOnline ? (
        <SignIn account={account} certificate={certificate} troubles={<Troubles />} onBack={() => setHelping(false)} />
      ) : (
        <MainWindow account={account} onSignIn={() => setHelping(true)} />
      )}
    </ViewContext>
  )
}

function certificate(props: ComponentProps<typeof CertificateDialog>) {
  return <CertificateDialog {...props} />
}
