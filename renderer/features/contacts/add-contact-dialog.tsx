import { useState } from 'react'
import type { AccountId, BareJid } from '../../../shared/domain/address.ts'
import type { Failure, FailureCode } from '../../../shared/domain/failure.ts'
import { call, drop, failureOf } from '../../ipc/call.ts'
import { failureText } from '../../text/failure-text.ts'
import { useText } from '../../text/text.tsx'
import { Button } from '../../ui/button/button.tsx'
import { Dialog, DialogCancel } from '../../ui/dialog/dialog.tsx'
import { TextField } from '../../ui/text-field/text-field.tsx'
import { ContactAlert } from './contact-alert.tsx'
import { GroupsField, groupsOf, noGroups } from './groups-field.tsx'
import './contact-form.css'

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
  const [name, setName] = useState(known ?? '')
  const [groups, setGroups] = useState(noGroups)
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const atField = failure !== null && ofTheAddress.includes(failure.code)

  const add = () => {
    if (busy) return
    if (typed.trim() === '') return setFailure({ code: 'invalid-address', details: {} })
    setBusy(true)
    setFailure(null)
    const payload = { account, address: typed, name: name.trim() || null, groups: [...groupsOf(groups)] }
    const added = call('contact.add', payload).then(onClose, error => {
      setFailure(failureOf(error))
      setBusy(false)
    })
    drop(added)
  }

  return (
    <Dialog
      title={t('contact.add')}
      guarded={typed !== (address ?? '') || name !== (known ?? '') || groups !== noGroups}
      onCancel={onClose}
      buttons={
        <>
          <DialogCancel>
            <Button onPress={onClose}>{t('common.cancel')}</Button>
          </DialogCancel>
          <Button kind="main" busy={busy} onPress={add}>
            {t('contact.addNow')}
          </Button>
        </>
      }
    >
      <form
        className="contact-form"
        noValidate
        onSubmit={event => {
          event.preventDefault()
          add()
        }}
      >
        <TextField
          label={t('conversation.address')}
          hint={t('contact.addressHint', { domain: account.slice(account.indexOf('@') + 1) })}
          type="email"
          autoFocus
          value={typed}
          error={atField ? sentenceOf(failureText(text, failure)) : null}
          onChange={value => {
            setTyped(value)
            if (atField) setFailure(null)
          }}
        />
        <TextField label={t('contact.name')} hint={t('contact.nameHint')} value={name} onChange={setName} />
        <GroupsField account={account} value={groups} onChange={setGroups} />
        {/* Enter in a field: the buttons stand outside of the form. */}
        <button type="submit" hidden tabIndex={-1} />
      </form>
      <p className="contact-form-note">{t('contact.addNote')}</p>
      {failure !== null && !atField && <ContactAlert account={account} failure={failure} />}
    </Dialog>
  )
}

function sentenceOf({ title, sentence }: { readonly title: string; readonly sentence: string }): string {
  return `${title}. ${sentence}`
}
