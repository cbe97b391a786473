import { type Contact, seesThem } from '../../../shared/domain/contact.ts'
import type { ContactAction } from './use-contact-dialogs.tsx'

/** What can be done with somebody, the most likely first. Whom the server keeps in the list cannot be removed. */
export function actionsFor(contact: Contact | undefined, sharedGroups: readonly string[]): readonly ContactAction[] {
  if (contact === undefined) return ['write', 'add', 'copy']
  const shared = sharedGroups.length > 0
  return [
    'write',
    'edit',
    ...(contact.asked ? (['withdraw'] as const) : []),
    ...(!seesThem(contact) && (!contact.asked || contact.problem !== undefined) ? (['ask'] as const) : []),
    'copy',
    ...(shared ? [] : (['remove'] as const)),
  ]
}
