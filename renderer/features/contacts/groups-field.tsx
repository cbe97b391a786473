import { useMemo } from 'react'
import type { AccountId } from '../../../shared/domain/address.ts'
import { longestName } from '../../../shared/ipc/contact.ts'
import { groupsIn } from '../../state/selectors.ts'
import { useStore } from '../../state/store.ts'
import { useText } from '../../text/text.tsx'
import { Checkbox } from '../../ui/checkbox/checkbox.tsx'
import { TextField } from '../../ui/text-field/text-field.tsx'
import './groups-field.css'

export interface GroupsValue {
  /** Ticked among those that there are. */
  readonly chosen: readonly string[]
  /** New ones as typed, with commas between. */
  readonly typed: string
}

/** Ticked and typed ones together, each once. */
export function groupsOf({ chosen, typed }: GroupsValue): readonly string[] {
  const names = typed.split(',').map(name => name.trim())
  return [...new Set([...chosen, ...names.filter(name => name !== '')])]
}

export interface GroupsFieldProps {
  readonly account: AccountId
  readonly value: GroupsValue
  readonly onChange: (value: GroupsValue) => void
  /** Groups of the server that the person is in: they stay. */
  readonly shared?: readonly string[]
}

/** In which groups somebody is: those that there are, to tick, and a field for new ones. */
export function GroupsField({ account, value, onChange, shared = [] }: GroupsFieldProps) {
  const { t } = useText()
  const contacts = useStore(state => state.accounts[account]?.contacts)
  const sharedGroups = useStore(state => state.accounts[account]?.sharedGroups)
  const known = useMemo(
    () => groupsIn(Object.values(contacts ?? {})).filter(group => sharedGroups?.includes(group) !== true),
    [contacts, sharedGroups],
  )
  const tick = (group: string, ticked: boolean) =>
    onChange({ ...value, chosen: ticked ? [...value.chosen, group] : value.chosen.filter(each => each !== group) })
  return (
    <div className="groups-field">
      <TextField
        label={t('contact.groups')}
        hint={t(known.length === 0 ? 'contact.groupsHint' : 'contact.moreGroupsHint')}
        value={value.typed}
        // All of them together are no longer than one may be.
        onChange={typed => onChange({ ...value, typed: typed.slice(0, longestName) })}
      />
      {known.length + shared.length > 0 && (
        <fieldset className="groups-field-known" aria-label={t('contact.knownGroups')}>
          {shared.map(group => (
            <Checkbox key={group} checked disabled onChange={() => {}} hint={t('contact.sharedGroup')}>
              <bdi>{group}</bdi>
            </Checkbox>
          ))}
          {known.map(group => (
            <Checkbox key={group} checked={value.chosen.includes(group)} onChange={ticked => tick(group, ticked)}>
              <bdi>{group}</bdi>
            </Checkbox>
          ))}
        </fieldset>
      )}
    </div>
  )
}
