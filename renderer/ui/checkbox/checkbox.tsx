import type { ReactNode } from 'react'
import { CheckboxButton, CheckboxField, Text } from 'react-aria-components'
import '../native-input/native-input.css'
import './choice.css'

export interface CheckboxProps {
  readonly children: ReactNode
  readonly checked: boolean
  readonly onChange: (checked: boolean) => void
  /** A quiet sentence below; for one that is disabled, the reason. */
  readonly hint?: string
  /** The hint is a warning. */
  readonly caution?: boolean
  readonly disabled?: boolean
  readonly autoFocus?: boolean
}

export function Checkbox(props: CheckboxProps) {
  const { children, checked, onChange, hint, caution = false, disabled = false, autoFocus = false } = props
  return (
    <CheckboxField
      className="choice-field"
      isSelected={checked}
      onChange={onChange}
      isDisabled={disabled}
      autoFocus={autoFocus}
    >
      <CheckboxButton className="choice native-input">
        <span className="choice-box" aria-hidden="true" />
        <span>{children}</span>
      </CheckboxButton>
      {hint !== undefined && (
        <Text className="choice-hint" data-caution={caution} slot="description">
          {hint}
        </Text>
      )}
    </CheckboxField>
  )
}
