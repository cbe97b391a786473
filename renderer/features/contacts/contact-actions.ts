import { type Contact, seesThem } from '../../../shared/domain/contact.ts'
import type { ContactAction } from './use-contact-dialogs.tsx'

/** What can be done with somebody, the most likely first. Whom the server keeps in the list cannot be removed. */
export function actionsFor(
  contact: Contact | undefined,
  sharedGroups: readonly string[],
  blocked = false,
): readonly ContactAction[] {
  const way = blocked ? 'unblock' : 'block'
  if (contact === undefined) return ['write', 'add', 'copy', way]
  const shared = sharedGroups.length > 0
  return [
    'write',
    'edit',
    ...(contact.asked ? (['withdraw'] as const) : []),
    ...(!seesThem(contact) && (!contact.asked || contact.problem !== undefined) ? (['ask'] as const) : []),
    'copy',
    way,
    ...(shared ? [] : (['remove'] as const)),
  ]
}
