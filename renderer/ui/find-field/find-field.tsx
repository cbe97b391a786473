import { Search, X } from 'lucide-react'
import type { ComponentPropsWithRef } from 'react'
import { Icon } from '../icon/icon.tsx'
import './find-field.css'

export interface FindFieldProps
  extends Omit<ComponentPropsWithRef<'input'>, 'type' | 'onChange' | 'value' | 'placeholder'> {
  /** Its name, and what stands in it while it is empty. */
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  /** Name of the button that empties it. */
  readonly clear: string
  /** The keys that lead here: `Ctrl K`. */
  readonly keys?: string
}

/** A field that narrows down what is shown while one types. */
export function FindField({ label, value, onChange, clear, keys, ...input }: FindFieldProps) {
  return (
    <div className="find-field">
      <Icon of={Search} />
      <input
        {...input}
        type="search"
        aria-label={label}
        placeholder={label}
        value={value}
        autoComplete="off"
        spellCheck="false"
        onChange={event => onChange(event.target.value)}
      />
      {value !== '' ? (
        <button
          type="button"
          className="find-field-clear"
          aria-label={clear}
          // The focus stays in the field.
          onPointerDown={event => event.preventDefault()}
          onClick={() => onChange('')}
        >
          <Icon of={X} />
        </button>
      ) : (
        keys !== undefined && <kbd>{keys}</kbd>
      )}
    </div>
  )
}
