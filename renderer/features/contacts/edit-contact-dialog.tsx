import { useState } from 'react'
import type { AccountId, BareJid } from '../../../shared/domain/address.ts'
import { call } from '../../ipc/call.ts'
import { useAttempt } from '../../ipc/use-attempt.ts'
import { contactOf, nameOf, sharedGroupsOf } from '../../state/selectors.ts'
import { useStore, useStoreApi } from '../../state/store.ts'
import { useText } from '../../text/text.tsx'
import { ContactForm } from './contact-form.tsx'

export interface EditContactDialogProps {
  readonly account: AccountId
  readonly address: BareJid
  readonly onClose: () => void
}

/** Name and groups of somebody in the list, as they are when it opens. */
export function EditContactDialog({ account, address, onClose }: EditContactDialogProps) {
  const { t } = useText()
  const title = useStore(state => nameOf(state, account, address))
  const store = useStoreApi()
  const [before] = useState(() => {
    const contact = contactOf(store.getState(), account, address)
    const shared = sharedGroupsOf(store.getState(), account, address)
    return { name: contact?.name ?? '', shared, own: contact?.groups.filter(each => !shared.includes(each)) ?? [] }
  })
  const { busy, failure, run } = useAttempt(onClose)
  return (
    <ContactForm
      account={account}
      title={t('contact.editTitle', { name: title })}
      action={t('common.save')}
      name={before.name}
      groups={before.own}
      shared={before.shared}
      busy={busy}
      failure={failure}
      onSubmit={(name, groups) => run(() => call('contact.change', { account, address, name, groups: [...groups] }))}
      onClose={onClose}
    />
  )
}
