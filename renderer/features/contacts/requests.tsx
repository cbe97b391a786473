import { useMemo } from 'react'
import type { AccountId } from '../../../shared/domain/address.ts'
import { useStore } from '../../state/store.ts'
import { useText } from '../../text/text.tsx'
import { RequestCard } from './request-card.tsx'
import './requests.css'

/** So many at once; the others come up as these are answered. */
const most = 5

/** Who wants to see us and waits, the first one first. Nothing where nobody does. */
export function Requests({ account }: { readonly account: AccountId }) {
  const { t } = useText()
  const requests = useStore(state => state.accounts[account]?.requests)
  const waiting = useMemo(() => Object.values(requests ?? {}).sort((one, other) => one.time - other.time), [requests])
  if (waiting.length === 0) return null
  return (
    <section className="requests" aria-label={t('contact.requests')}>
      {waiting.slice(0, most).map((request, index) => (
        <RequestCard key={request.address} account={account} request={request} first={index === 0} />
      ))}
      {waiting.length > most && (
        <p className="requests-more">{t('contact.requestsMore', { count: waiting.length - most })}</p>
      )}
    </section>
  )
}
