import { useId } from 'react'
import { Switch } from '../../ui/switch/switch.tsx'
import { SheetRow } from './sheet.tsx'

export interface SwitchRowProps {
  readonly label: string
  readonly hint: string
  readonly on: boolean
  readonly onChange: (on: boolean) => void
  readonly disabled?: boolean
}

/** Something that is on or off, with a sentence of what that means. */
export function SwitchRow({ label, hint, on, onChange, disabled = false }: SwitchRowProps) {
  const hintId = useId()
  return (
    <SheetRow label={label} hint={hint} hintId={hintId}>
      <Switch label={label} describedBy={hintId} on={on} onChange={onChange} disabled={disabled} />
    </SheetRow>
  )
}
