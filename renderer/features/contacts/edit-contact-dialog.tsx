import { useState } from 'react'
import type { AccountId, BareJid } from '../../../shared/domain/address.ts'
import type { Failure } from '../../../shared/domain/failure.ts'
import { call, drop, failureOf } from '../../ipc/call.ts'
import { contactOf, nameOf, sharedGroupsOf } from '../../state/selectors.ts'
import { useStore, useStoreApi } from '../../state/store.ts'
import { useText } from '../../text/text.tsx'
import { Button } from '../../ui/button/button.tsx'
import { Dialog, DialogCancel } from '../../ui/dialog/dialog.tsx'
import { TextField } from '../../ui/text-field/text-field.tsx'
import { ContactAlert } from './contact-alert.tsx'
import { GroupsField, type GroupsValue, groupsOf } from './groups-field.tsx'
import './contact-form.css'

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
  const [name, setName] = useState(before.name)
  const [groups, setGroups] = useState<GroupsValue>({ chosen: before.own, typed: '' })
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)

  const save = () => {
    if (busy) return
    setBusy(true)
    setFailure(null)
    const kept = { name: name.trim() || null, groups: [...new Set([...groupsOf(groups), ...before.shared])] }
    const saved = call('contact.change', { account, address, ...kept }).then(onClose, error => {
      setFailure(failureOf(error))
      setBusy(false)
    })
    drop(saved)
  }

  return (
    <Dialog
      title={t('contact.editTitle', { name: title })}
      guarded={name !== before.name || groups.typed !== '' || groups.chosen !== before.own}
      onCancel={onClose}
      buttons={
        <>
          <DialogCancel>
            <Button onPress={onClose}>{t('common.cancel')}</Button>
          </DialogCancel>
          <Button kind="main" busy={busy} onPress={save}>
            {t('common.save')}
          </Button>
        </>
      }
    >
      <form
        className="contact-form"
        noValidate
        onSubmit={event => {
          event.preventDefault()
          save()
        }}
      >
        <TextField label={t('contact.name')} hint={t('contact.nameHint')} autoFocus value={name} onChange={setName} />
        <GroupsField account={account} value={groups} onChange={setGroups} shared={before.shared} />
        <button type="submit" hidden tabIndex={-1} />
      </form>
      {failure !== null && <ContactAlert account={account} failure={failure} />}
    </Dialog>
  )
}
