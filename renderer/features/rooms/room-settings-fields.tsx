import type { RoomSettings } from '../../../shared/domain/room.ts'
import type { TextKey } from '../../../shared/lang/catalogue.ts'
import { useText } from '../../text/text.tsx'
import { Checkbox } from '../../ui/checkbox/checkbox.tsx'
import { PasswordField } from '../../ui/password-field/password-field.tsx'
import { TextField } from '../../ui/text-field/text-field.tsx'

type Flag = {
  [Name in keyof RoomSettings]: RoomSettings[Name] extends boolean | null ? Name : never
}[keyof RoomSettings]

const flags = {
  isPersistent: 'room.keepEmpty',
  isPublic: 'room.showInPublic',
  isMembersOnly: 'room.membersMayEnter',
  isModerated: 'room.moderated',
  everybodySetsSubject: 'room.everybodySubject',
  everybodyInvites: 'room.everybodyInvites',
} as const satisfies Readonly<Record<Flag, TextKey>>

export interface RoomSettingsFieldsProps {
  readonly settings: RoomSettings
  /** Letters of a text. */
  readonly longest: number
  readonly onChange: (settings: RoomSettings) => void
}

/** A field for each setting that the room offers. */
export function RoomSettingsFields({ settings, longest, onChange }: RoomSettingsFieldsProps) {
  const { t } = useText()
  return (
    <>
      {settings.name !== null && (
        <TextField
          label={t('room.name')}
          value={settings.name}
          onChange={name => onChange({ ...settings, name: name.slice(0, longest) })}
        />
      )}
      {settings.description !== null && (
        <TextField
          label={t('room.description')}
          value={settings.description}
          onChange={description => onChange({ ...settings, description: description.slice(0, longest) })}
        />
      )}
      {(Object.keys(flags) as Flag[]).map(flag => {
        const on = settings[flag]
        return on === null ? null : (
          <Checkbox key={flag} checked={on} onChange={checked => onChange({ ...settings, [flag]: checked })}>
            {t(flags[flag])}
          </Checkbox>
        )
      })}
      {settings.password !== null && (
        <PasswordField
          label={t('room.password')}
          placeholder={t('room.noPassword')}
          autoComplete="off"
          value={settings.password}
          onChange={password => onChange({ ...settings, password })}
        />
      )}
    </>
  )
}

/** What is another value now; what is not, is null and stays as it is. Null where nothing has changed. */
export function changedSettings(before: RoomSettings, after: RoomSettings): RoomSettings | null {
  const keys = Object.keys(before) as (keyof RoomSettings)[]
  if (keys.every(key => before[key] === after[key])) return null
  return Object.fromEntries(
    keys.map(key => [key, before[key] === after[key] ? null : after[key]]),
  ) as unknown as RoomSettings
}
