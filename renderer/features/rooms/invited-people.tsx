import { useMemo } from 'react'
import { assertNever } from '../../../shared/assert-never.ts'
import type { AccountId, BareJid } from '../../../shared/domain/address.ts'
import type { InvitedPerson, Occupant } from '../../../shared/domain/room.ts'
import { usePicture } from '../../state/profiles.ts'
import { nameOf } from '../../state/selectors.ts'
import { useStore } from '../../state/store.ts'
import { failureText } from '../../text/failure-text.ts'
import { type Text, useText } from '../../text/text.tsx'
import { Avatar } from '../../ui/avatar/avatar.tsx'

const none: readonly InvitedPerson[] = []

/** Whom we have invited and who is not in the room, and what has become of it. Nothing where nobody is. */
export function InvitedPeople({ account, room }: { readonly account: AccountId; readonly room: BareJid }) {
  const { t } = useText()
  const invited = useStore(state => state.accounts[account]?.invited[room] ?? none)
  const occupants = useStore(state => state.accounts[account]?.occupants[room])
  const outside = useMemo(() => notThere(invited, occupants?.values() ?? []), [invited, occupants])
  if (outside.length === 0) return null
  return (
    <section className="participants-invited">
      <h3 className="participant-head">{t('room.invited')}</h3>
      <ul
        className="participants-invited-list"
        aria-label={t('room.invited')}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: where there are more than fit it is scrolled by keys
        tabIndex={0}
      >
        {outside.map(person => (
          <InvitedRow key={person.address} account={account} person={person} />
        ))}
      </ul>
    </section>
  )
}

/** Those who are not in the room, or not to be known there. */
export function notThere(invited: readonly InvitedPerson[], occupants: Iterable<Occupant>): readonly InvitedPerson[] {
  if (invited.length === 0) return invited
  const there = new Set<string | null>()
  for (const { address } of occupants) there.add(address)
  return invited.filter(({ address }) => !there.has(address))
}

function InvitedRow({ account, person }: { readonly account: AccountId; readonly person: InvitedPerson }) {
  const text = useText()
  const name = useStore(state => nameOf(state, account, person.address))
  const picture = usePicture(account, person.address)
  const words = stateWords(text, person)
  return (
    <li className="participant" data-invited={person.state} title={`${person.address}\n${words}`}>
      <Avatar address={person.address} name={name} size="person" picture={picture} />
      <span className="participant-words cut">
        <bdi className="participant-name">{name}</bdi> <bdi className="participant-standing">{words}</bdi>
      </span>
    </li>
  )
}

function stateWords(text: Text, { state, reason, failure, address }: InvitedPerson): string {
  switch (state) {
    case 'declined':
      return reason === null ? text.t('room.invited-declined') : text.t('room.declinedSaying', { reason })
    case 'failed':
      return failure === null ? text.t('room.invited-failed') : failureText(text, failure, { address }).title
    case 'invited':
      return text.t('room.invited-invited')
    default:
      return assertNever(state)
  }
}
