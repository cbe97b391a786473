import { TriangleAlert } from 'lucide-react'
import { TextField as AriaTextField, FieldError, Input, Label, Text } from 'react-aria-components'
import { Icon } from '../icon/icon.tsx'
import './text-field.css'

export interface TextFieldProps {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  /** When the focus leaves: the moment to check what was typed. */
  readonly onLeave?: () => void
  /** A sentence that says what is wrong. Set it on leaving, take it away while typing. */
  readonly error?: string | null
  /** A quiet sentence below. */
  readonly hint?: string
  /** An example of the form, never the name of the field. */
  readonly placeholder?: string
  /** Digits and a sign: tabular figures and the right keyboard. What is typed stays text; the form checks it. */
  readonly numeric?: boolean
  readonly type?: 'text' | 'email' | 'search' | 'url'
  readonly autoComplete?: string
  readonly autoFocus?: boolean
  readonly disabled?: boolean
  readonly name?: string
}

export function TextField(props: TextFieldProps) {
  const { label, value, onChange, onLeave, error = null, hint, placeholder, numeric = false, type = 'text' } = props
  return (
    <AriaTextField
      className="text-field"
      value={value}
      onChange={onChange}
      onBlur={() => onLeave?.()}
      type={type}
      isInvalid={error !== null}
      isDisabled={props.disabled ?? false}
      autoFocus={props.autoFocus ?? false}
      autoComplete={props.autoComplete ?? 'off'}
      autoCorrect="off"
      spellCheck="false"
      validationBehavior="aria"
      {...(props.name !== undefined && { name: props.name })}
      {...(numeric && { inputMode: 'numeric' as const })}
    >
      <Label className="text-field-label">{label}</Label>
      <Input
        className={numeric ? 'text-field-box num' : 'text-field-box'}
        autoCapitalize="none"
        {...(placeholder !== undefined && { placeholder })}
      />
      {hint !== undefined && (
        <Text className="text-field-hint" slot="description">
          {hint}
        </Text>
      )}
      <FieldError className="text-field-error">
        <Icon of={TriangleAlert} />
        <span>{error}</span>
      </FieldError>
    </AriaTextField>
  )
}
