import { Lock, LockOpen } from 'lucide-react'
import type { ReactNode } from 'react'
import type { AccountId } from '../../../shared/domain/address.ts'
import type { ConnectionSecurity } from '../../../shared/domain/connection.ts'
import { connectionOf, ownAvailability } from '../../state/selectors.ts'
import { useStore } from '../../state/store.ts'
import { type Translate, useText } from '../../text/text.tsx'
import { Icon } from '../../ui/icon/icon.tsx'
import { Mark } from '../../ui/mark/mark.tsx'
import { Spinner } from '../../ui/spinner/spinner.tsx'
import './title-strip.css'

/** The top of the window: search, how the connection is, room for the system's buttons. It drags the window. */
export function TitleStrip({ account, search }: { readonly account: AccountId; readonly search: ReactNode }) {
  return (
    <header className="title-strip">
      <Mark />
      <div className="title-find" data-pane="search">
        {search}
      </div>
      <div className="title-state">
        <ConnectionStatus account={account} />
        <SecurityMark account={account} />
      </div>
    </header>
  )
}

function ConnectionStatus({ account }: { readonly account: AccountId }) {
  const { t } = useText()
  const phase = useStore(state => connectionOf(state, account).phase)
  const availability = useStore(state => ownAvailability(state, account))
  const busy = phase === 'connecting' || phase === 'waiting'
  const online = availability === 'available' ? t('connection.online') : t(`presence.${availability}`)
  return (
    <span role="status" className="title-status">
      {busy && <Spinner />}
      {phase === 'online' ? online : busy ? t('connection.connecting') : t('connection.offline')}
    </span>
  )
}

/** The lock says what the connection is. Without a connection there is none. */
function SecurityMark({ account }: { readonly account: AccountId }) {
  const security = useStore(state => {
    const connection = connectionOf(state, account)
    return connection.phase === 'online' ? connection.security : null
  })
  return security === null ? null : <Security security={security} />
}

function Security({ security }: { readonly security: ConnectionSecurity }) {
  const { t } = useText()
  const { encrypted } = security
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms
    <span
      role="group"
      aria-label={t('connection.security')}
      className="title-security"
      data-encrypted={encrypted}
      title={howItIs(security, t)}
    >
      <Icon of={encrypted ? Lock : LockOpen} />
      <span className="title-security-words">{t(encrypted ? 'connection.encrypted' : 'connection.notEncrypted')}</span>
    </span>
  )
}

function howItIs({ encrypted, protocol, cipher, trust, mechanism }: ConnectionSecurity, t: Translate): string {
  const signedIn = t('connection.signedInWith', { mechanism })
  if (!encrypted) return `${t('connection.inClear')} ${signedIn}`
  const how = t('connection.encryptedWith', { protocol: protocol ?? 'TLS', cipher: cipher ?? '' })
  return `${how}. ${t(trust === 'pinned' ? 'connection.trustedByYou' : 'connection.trustedByChain')} ${signedIn}`
}
