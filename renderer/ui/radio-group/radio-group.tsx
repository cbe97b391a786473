import { RadioGroup as AriaRadioGroup, Label, RadioButton, RadioField, Text } from 'react-aria-components'
import '../checkbox/choice.css'
import '../native-input/native-input.css'
import '../text-field/text-field.css'
import './radio-group.css'

export interface RadioChoice<Value extends string> {
  readonly value: Value
  readonly label: string
  readonly hint?: string
  /** The hint is a warning. */
  readonly caution?: boolean
  readonly disabled?: boolean
}

export interface RadioGroupProps<Value extends string> {
  readonly label: string
  readonly value: Value
  readonly onChange: (value: Value) => void
  readonly choices: readonly RadioChoice<Value>[]
  /** On the choice that holds. */
  readonly autoFocus?: boolean
}

export function RadioGroup<Value extends string>(props: RadioGroupProps<Value>) {
  const { label, value, onChange, choices, autoFocus = false } = props
  const choose = (chosen: string) => {
    const choice = choices.find(each => each.value === chosen)
    if (choice !== undefined) onChange(choice.value)
  }
  return (
    <AriaRadioGroup className="radio-group" value={value} onChange={choose}>
      <Label className="text-field-label">{label}</Label>
      {choices.map(choice => (
        <RadioField
          key={choice.value}
          className="choice-field"
          value={choice.value}
          isDisabled={choice.disabled ?? false}
          autoFocus={autoFocus && choice.value === value}
        >
          <RadioButton className="choice native-input">
            <span className="choice-box choice-round" aria-hidden="true" />
            <span>{choice.label}</span>
          </RadioButton>
          {choice.hint !== undefined && (
            <Text className="choice-hint" data-caution={choice.caution ?? false} slot="description">
              {choice.hint}
            </Text>
          )}
        </RadioField>
      ))}
    </AriaRadioGroup>
  )
}
