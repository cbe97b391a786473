import { assertNever } from '../../shared/assert-never.ts'
import type { Contact } from '../../shared/domain/contact.ts'
import type { Change } from '../../shared/ipc/changes.ts'
import { type ByAddress, byAddress } from './state.ts'

type ContactChange = Extract<Change, { type: 'contacts.replaced' | 'contact.changed' | 'contact.removed' }>

export function applyContactChange(contacts: ByAddress<Contact>, change: ContactChange): ByAddress<Contact> {
  switch (change.type) {
    case 'contacts.replaced':
      return byAddress(change.contacts)
    case 'contact.changed':
      return { ...contacts, [change.contact.address]: change.contact }
    case 'contact.removed': {
      const { [change.address]: _gone, ...rest } = contacts
      return rest
    }
    default:
      return assertNever(change)
  }
}
