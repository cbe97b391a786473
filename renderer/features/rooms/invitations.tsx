import { useMemo } from 'react'
import type { AccountId } from '../../../shared/domain/address.ts'
import { useStore } from '../../state/store.ts'
import { useText } from '../../text/text.tsx'
import { InvitationCard } from './invitation-card.tsx'
import './invitations.css'

/** So many at once; the others come up as these are answered. */
const most = 5

/** Who wants us in a room, the first one first. Nothing where nobody does. */
export function Invitations({ account }: { readonly account: AccountId }) {
  const { t } = useText()
  const invitations = useStore(state => state.accounts[account]?.invitations)
  const open = useMemo(
    () => Object.values(invitations ?? {}).sort((one, other) => one.time - other.time),
    [invitations],
  )
  if (open.length === 0) return null
  return (
    <section className="invitations" aria-label={t('room.invitations')}>
      {open.slice(0, most).map((invitation, index) => (
        <InvitationCard key={invitation.room} account={account} invitation={invitation} first={index === 0} />
      ))}
      {open.length > most && (
        <p className="invitations-more">{t('room.moreInvitations', { count: open.length - most })}</p>
      )}
    </section>
  )
}
