import { Radio, RadioGroup } from 'react-aria-components'
import '../native-input/native-input.css'
import './segments.css'

export interface SegmentsProps<Value extends string> {
  readonly label: string
  readonly value: Value
  readonly onChange: (value: Value) => void
  readonly choices: readonly { readonly value: Value; readonly label: string }[]
}

/** Two to four short choices in one line, of which one holds. */
export function Segments<Value extends string>({ label, value, onChange, choices }: SegmentsProps<Value>) {
  const choose = (chosen: string) => {
    const choice = choices.find(each => each.value === chosen)
    if (choice !== undefined) onChange(choice.value)
  }
  return (
    <RadioGroup className="segments" aria-label={label} orientation="horizontal" value={value} onChange={choose}>
      {choices.map(choice => (
        <Radio key={choice.value} className="segments-choice native-input" value={choice.value}>
          {choice.label}
        </Radio>
      ))}
    </RadioGroup>
  )
}
