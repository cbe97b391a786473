import { type ReactNode, useId } from 'react'

/** A group of settings: a small heading and rows on one sheet. */
export function Sheet({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const heading = useId()
  return (
    <section className="sheet-group" aria-labelledby={heading}>
      <h3 id={heading} className="sheet-title">
        {title}
      </h3>
      <div className="sheet">{children}</div>
    </section>
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
    <div className="sheet-row">
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
