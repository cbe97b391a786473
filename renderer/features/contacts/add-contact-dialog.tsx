import { useState } from 'react'
import type { AccountId, BareJid } from '../../../shared/domain/address.ts'
import type { FailureCode } from '../../../shared/domain/failure.ts'
import { longestAddress } from '../../../shared/ipc/guards.ts'
import { call } from '../../ipc/call.ts'
import { useAttempt } from '../../ipc/use-attempt.ts'
import { failureText } from '../../text/failure-text.ts'
import { useText } from '../../text/text.tsx'
import { TextField } from '../../ui/text-field/text-field.tsx'
import { ContactForm } from './contact-form.tsx'

export interface AddContactDialogProps {
  readonly account: AccountId
  /** Whom to add, where that is known: it can still be changed. */
  readonly address: BareJid | null
  /** What they are called elsewhere, to begin with. */
  readonly name?: string | null
  readonly onClose: () => void
}

/** What is wrong with the address is said at its field. */
const ofTheAddress: readonly FailureCode[] = ['invalid-address', 'own-address', 'already-contact']

/** Somebody new for the list: they are asked whether we may see them. */
export function AddContactDialog({ account, address, name: known = null, onClose }: AddContactDialogProps) {
  const text = useText()
  const { t } = text
  const [typed, setTyped] = useState<string>(address ?? '')
  const { busy, failure, run, say } = useAttempt(onClose)
  const atField = failure !== null && ofTheAddress.includes(failure.code)
  const add = (name: string | null, groups: readonly string[]) => {
    if (typed.trim() === '') say({ code: 'invalid-address', details: {} })
    else run(() => call('contact.add', { account, address: typed, name, groups: [...groups] }))
  }
  return (
    <ContactForm
      account={account}
      title={t('contact.add')}
      action={t('contact.addNow')}
      name={known ?? ''}
      groups={[]}
      first={
        <TextField
          label={t('conversation.address')}
          hint={t('contact.addressHint', { domain: account.slice(account.indexOf('@') + 1) })}
          type="email"
          autoFocus
          value={typed}
          error={atField ? sentenceOf(failureText(text, failure)) : null}
          onChange={value => {
            setTyped(value.slice(0, longestAddress))
            if (atField) say(null)
          }}
        />
      }
      firstChanged={typed !== (address ?? '')}
      note={t('contact.addNote')}
      busy={busy}
      failure={atField ? null : failure}
      onSubmit={add}
      onClose={onClose}
    />
  )
}

function sentenceOf({ title, sentence }: { readonly title: string; readonly sentence: string }): string {
  return `${title}. ${sentence}`
}
