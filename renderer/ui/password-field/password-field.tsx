import { Eye, EyeOff, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import { TextField as AriaTextField, FieldError, Group, Input, Label } from 'react-aria-components'
import { useText } from '../../text/text.tsx'
import { Icon } from '../icon/icon.tsx'
import { IconButton } from '../icon-button/icon-button.tsx'
import '../text-field/text-field.css'
import './password-field.css'

export interface PasswordFieldProps {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly onLeave?: () => void
  readonly error?: string | null
  readonly placeholder?: string
  readonly autoFocus?: boolean
  readonly disabled?: boolean
  readonly autoComplete?: 'current-password' | 'new-password' | 'off'
}

/** A field whose content is dots until the eye is pressed; it is dots again in each new window. */
export function PasswordField(props: PasswordFieldProps) {
  const { t } = useText()
  const [shown, setShown] = useState(false)
  const disabled = props.disabled ?? false
  return (
    <AriaTextField
      className="text-field password-field"
      type={shown ? 'text' : 'password'}
      value={props.value}
      onChange={props.onChange}
      onBlur={() => props.onLeave?.()}
      isInvalid={(props.error ?? null) !== null}
      isDisabled={disabled}
      autoFocus={props.autoFocus ?? false}
      autoComplete={props.autoComplete ?? 'current-password'}
      autoCorrect="off"
      spellCheck="false"
      validationBehavior="aria"
    >
      <Label className="text-field-label">{props.label}</Label>
      <Group className="password-field-group">
        <Input
          className="text-field-box password-field-box"
          autoCapitalize="none"
          {...(props.placeholder !== undefined && { placeholder: props.placeholder })}
        />
        <span className="password-field-eye">
          <IconButton
            icon={shown ? EyeOff : Eye}
            name={t(shown ? 'common.hidePassword' : 'common.showPassword')}
            size="small"
            disabled={disabled}
            onPress={() => setShown(!shown)}
          />
        </span>
      </Group>
      <FieldError className="text-field-error">
        <Icon of={TriangleAlert} />
        <span>{props.error}</span>
      </FieldError>
    </AriaTextField>
  )
}
