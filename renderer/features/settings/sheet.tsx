import { type ReactNode, useId } from 'react'

/** Rows on one sheet, with a small heading where there are several sheets. */
export function Sheet({ title, children }: { readonly title?: string; readonly children: ReactNode }) {
  const heading = useId()
  if (title === undefined) return <div className="sheet-group sheet">{children}</div>
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for one form, and draws itself
    <div className="sheet-group" role="group" aria-labelledby={heading} data-setting={title}>
      <h3 id={heading} className="sheet-title">
        {title}
      </h3>
      <div className="sheet">{children}</div>
    </div>
  )
}

export interface SheetRowProps {
  readonly label: string
  readonly hint?: string
  /** The hint is a warning. */
  readonly caution?: boolean
  readonly hintId?: string
  /** The control, at the other end. */
  readonly children?: ReactNode
}

export function SheetRow({ label, hint, caution = false, hintId, children }: SheetRowProps) {
  return (
    <div className="sheet-row" data-setting={label}>
      <div className="sheet-words">
        <div className="sheet-label">{label}</div>
        {hint !== undefined && (
          <div id={hintId} className="sheet-hint" data-caution={caution}>
            {hint}
          </div>
        )}
      </div>
      {children}
    </div>
  )
}

/** A fact that can be read and copied, not changed. */
export function SheetFact({ label, value }: { readonly label: string; readonly value: string }) {
  return (
    <SheetRow label={label}>
      <span className="sheet-value selectable">{value}</span>
    </SheetRow>
  )
}
