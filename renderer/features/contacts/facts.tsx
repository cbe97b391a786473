import type { AccountId, BareJid } from '../../../shared/domain/address.ts'
import type { Contact } from '../../../shared/domain/contact.ts'
import { contactOf } from '../../state/selectors.ts'
import { useStore } from '../../state/store.ts'
import { type Translate, useText } from '../../text/text.tsx'
import { useProfileFacts } from './profile-facts.tsx'
import './facts.css'

/** What the contact list says of a person, and what they say of themselves. */
export function Facts({ account, address }: { readonly account: AccountId; readonly address: BareJid }) {
  const { t, list } = useText()
  const contact = useStore(state => contactOf(state, account, address))
  const shared = useStore(state => state.accounts[account]?.sharedGroups)
  const profile = useProfileFacts(account, address)
  const groupName = (group: string) =>
    shared?.includes(group) === true ? t('contact.sharedGroupNamed', { group }) : group
  return (
    <>
      <dl className="facts">
        {contact !== undefined && (
          <>
            <dt>{t('contact.nameInList')}</dt>
            <dd className="selectable">{contact.name ?? t('contact.none')}</dd>
            <dt>{t('contact.groups')}</dt>
            <dd className="selectable">
              {contact.groups.length === 0 ? t('contact.none') : list(contact.groups.map(groupName))}
            </dd>
          </>
        )}
        <dt>{t('contact.presence')}</dt>
        <dd>{subscriptionWords(contact, t)}</dd>
        {profile.rows}
      </dl>
      {profile.note}
    </>
  )
}

function subscriptionWords(contact: Contact | undefined, t: Translate): string {
  if (contact === undefined) return t('contact.notInList')
  const words = {
    both: 'contact.seesBoth',
    to: 'contact.seesTo',
    from: 'contact.seesFrom',
    none: 'contact.seesNone',
  } as const
  return t(words[contact.subscription])
}
