import { Switch as AriaSwitch } from 'react-aria-components'
import '../native-input/native-input.css'
import './switch.css'

export interface SwitchProps {
  readonly label: string
  readonly on: boolean
  readonly onChange: (on: boolean) => void
  /** Id of a sentence that says more. */
  readonly describedBy?: string
  readonly disabled?: boolean
}

/** For what takes effect at once. Its words stand at the other end of the row, so the label is said, not drawn. */
export function Switch({ label, on, onChange, describedBy, disabled = false }: SwitchProps) {
  return (
    <AriaSwitch
      className="switch native-input"
      aria-label={label}
      isSelected={on}
      onChange={onChange}
      isDisabled={disabled}
      {...(describedBy !== undefined && { 'aria-describedby': describedBy })}
    >
      <span className="switch-track" />
    </AriaSwitch>
  )
}
