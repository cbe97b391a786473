import { useMemo } from 'react'
import type { AccountId, BareJid } from '../../../shared/domain/address.ts'
import { displayName } from '../../state/selectors.ts'
import { useStore } from '../../state/store.ts'

/** The contacts, by what they are called. */
export function useKnownPeople(account: AccountId): readonly { readonly address: BareJid; readonly name: string }[] {
  const contacts = useStore(state => state.accounts[account]?.contacts)
  const profiles = useStore(state => state.accounts[account]?.profiles)
  return useMemo(
    () =>
      Object.values(contacts ?? {}).map(contact => ({
        address: contact.address,
        name: displayName(contact, contact.address, profiles?.[contact.address]),
      })),
    [contacts, profiles],
  )
}
