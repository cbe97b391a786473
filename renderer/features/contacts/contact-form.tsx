import { type ReactNode, useState } from 'react'
import type { AccountId } from '../../../shared/domain/address.ts'
import type { Failure } from '../../../shared/domain/failure.ts'
import { longestName } from '../../../shared/ipc/contact.ts'
import { useText } from '../../text/text.tsx'
import { Button } from '../../ui/button/button.tsx'
import { Dialog, DialogCancel } from '../../ui/dialog/dialog.tsx'
import { TextField } from '../../ui/text-field/text-field.tsx'
import { ContactAlert } from './contact-alert.tsx'
import { GroupsField, type GroupsValue, groupsOf } from './groups-field.tsx'
import './contact-form.css'

export interface ContactFormProps {
  readonly account: AccountId
  readonly title: string
  /** Words of the button that does it. */
  readonly action: string
  /** What name and groups are when it opens. */
  readonly name: string
  readonly groups: readonly string[]
  /** Groups of the server that the person is in: they stay. */
  readonly shared?: readonly string[]
  /** Asked before the name, and takes the focus then. */
  readonly first?: ReactNode
  /** Something was typed there. */
  readonly firstChanged?: boolean
  readonly note?: string
  readonly busy: boolean
  /** To be said below the fields. */
  readonly failure: Failure | null
  readonly onSubmit: (name: string | null, groups: readonly string[]) => void
  readonly onClose: () => void
}

/** The dialog of somebody who is, or is to be, in the list: what they are called there, and in which groups they are. */
export function ContactForm(props: ContactFormProps) {
  const { account, first, shared = [], failure, onClose } = props
  const { t } = useText()
  const [before] = useState<GroupsValue>({ chosen: props.groups, typed: '' })
  const [firstName] = useState(props.name)
  const [name, setName] = useState(firstName)
  const [groups, setGroups] = useState(before)
  const submit = () => props.onSubmit(name.trim() || null, [...new Set([...groupsOf(groups), ...shared])])
  return (
    <Dialog
      title={props.title}
      guarded={props.firstChanged === true || name !== firstName || groups !== before}
      onCancel={onClose}
      buttons={
        <>
          <DialogCancel>
            <Button onPress={onClose}>{t('common.cancel')}</Button>
          </DialogCancel>
          <Button kind="main" busy={props.busy} onPress={submit}>
            {props.action}
          </Button>
        </>
      }
    >
      <form
        className="contact-form"
        noValidate
        onSubmit={event => {
          event.preventDefault()
          submit()
        }}
      >
        {first}
        <TextField
          label={t('contact.name')}
          hint={t('contact.nameHint')}
          autoFocus={first === undefined}
          value={name}
          onChange={value => setName(value.slice(0, longestName))}
        />
        <GroupsField account={account} value={groups} onChange={setGroups} shared={shared} />
        {/* Enter in a field: the buttons stand outside of the form. */}
        <button type="submit" hidden tabIndex={-1} />
      </form>
      {props.note !== undefined && <p className="contact-form-note">{props.note}</p>}
      {failure !== null && <ContactAlert account={account} failure={failure} />}
    </Dialog>
  )
}
