import { Check, ChevronDown, type LucideIcon } from 'lucide-react'
import { Select as AriaSelect, Button, ListBox, ListBoxItem, Popover, SelectValue } from 'react-aria-components'
import { Icon } from '../icon/icon.tsx'
import './select.css'

export interface SelectProps<Value extends string> {
  readonly label: string
  readonly value: Value
  readonly onChange: (value: Value) => void
  readonly choices: readonly { readonly value: Value; readonly label: string }[]
  readonly icon?: LucideIcon
  /** Without an edge, for a quiet place like a foot line. */
  readonly bare?: boolean
  readonly disabled?: boolean
}

export function Select<Value extends string>(props: SelectProps<Value>) {
  const { label, value, onChange, choices, icon, bare = false, disabled = false } = props
  return (
    <AriaSelect
      className="select"
      aria-label={label}
      value={value}
      isDisabled={disabled}
      onChange={chosen => {
        const choice = choices.find(each => each.value === chosen)
        if (choice !== undefined) onChange(choice.value)
      }}
    >
      <Button className="select-button" data-bare={bare}>
        {icon !== undefined && <Icon of={icon} />}
        <SelectValue className="select-value num" />
        <Icon of={ChevronDown} />
      </Button>
      <Popover className="select-list" offset={4}>
        <ListBox className="select-options">
          {choices.map(choice => (
            <ListBoxItem key={choice.value} id={choice.value} className="select-option num" textValue={choice.label}>
              {({ isSelected }) => (
                <>
                  {choice.label}
                  {isSelected && <Icon of={Check} />}
                </>
              )}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </AriaSelect>
  )
}
