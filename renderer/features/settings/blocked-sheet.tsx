import { type FormEvent, useState } from 'react'
import type { AccountId, BareJid } from '../../../shared/domain/address.ts'
import type { Failure } from '../../../shared/domain/failure.ts'
import { call, drop, failureOf } from '../../ipc/call.ts'
import { connectionOf } from '../../state/selectors.ts'
import { useStore } from '../../state/store.ts'
import { useViewApi } from '../../state/view.ts'
import { failureText } from '../../text/failure-text.ts'
import { useText } from '../../text/text.tsx'
import { Button } from '../../ui/button/button.tsx'
import { TextField } from '../../ui/text-field/text-field.tsx'
import { Sheet, SheetRow } from './sheet.tsx'
import './blocked-sheet.css'

/** Who is blocked, and the way to let them in again or to keep somebody out whose address one knows. */
export function BlockedSheet({ account }: { readonly account: AccountId }) {
  const { t } = useText()
  const views = useViewApi()
  const blocking = useStore(state => state.accounts[account]?.blocking)
  const isOnline = useStore(state => connectionOf(state, account).phase === 'online')
  const domain = account.slice(account.indexOf('@') + 1)
  const support = blocking?.support ?? 'unknown'
  const addresses = blocking?.addresses ?? []
  return (
    <Sheet title={t('blocking.list')}>
      {support === 'unknown' && <SheetRow label={t('blocking.unknown')} hint={t('blocking.unknownHint')} />}
      {support === 'no' && (
        <SheetRow
          label={t('failure.blocking-not-supported-title', { domain })}
          hint={t('failure.blocking-not-supported-sentence')}
        />
      )}
      {support === 'yes' && !isOnline && <SheetRow label={t('blocking.old')} hint={t('blocking.oldHint')} />}
      {support === 'yes' && addresses.length === 0 && (
        <SheetRow label={t('blocking.nobody')} hint={t('blocking.nobodyHint')} />
      )}
      {addresses.length > 0 && (
        <ul className="blocked-list" aria-label={t('blocking.list')}>
          {addresses.map(address => (
            <li key={address} className="sheet-row">
              <span className="sheet-words sheet-label selectable blocked-address">{address}</span>
              <Button
                size="small"
                disabled={!isOnline}
                aria-label={t('blocking.unblockNamed', { address })}
                onPress={() => views.setState({ blockWish: { address: address as BareJid, way: 'unblock' } })}
              >
                {t('blocking.unblock')}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {support === 'yes' && isOnline && <BlockForm account={account} domain={domain} />}
    </Sheet>
  )
}

/** Typed by hand; the same question is asked as everywhere. */
function BlockForm({ account, domain }: { readonly account: AccountId; readonly domain: string }) {
  const text = useText()
  const { t } = text
  const views = useViewApi()
  const [typed, setTyped] = useState('')
  const [failure, setFailure] = useState<Failure | null>(null)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const name = typed.trim()
    if (name === '') return
    // As in "Add contact": a name alone is one of our own server.
    const address = /[@.]/u.test(name) ? name : `${name}@${domain}`
    const asked = call('conversation.resolve', { address }).then(
      prepared => {
        setTyped('')
        views.setState({ blockWish: { address: prepared, way: 'block' } })
      },
      error => setFailure(failureOf(error)),
    )
    drop(asked)
  }
  return (
    <form className="blocked-form" onSubmit={submit}>
      <TextField
        label={t('blocking.field')}
        hint={t('blocking.fieldHint', { domain })}
        value={typed}
        error={failure === null ? null : failureText(text, failure, { address: account }).title}
        onChange={next => {
          setFailure(null)
          setTyped(next)
        }}
      />
      <Button type="submit" disabled={typed.trim() === ''}>
        {t('blocking.block')}
      </Button>
    </form>
  )
}
