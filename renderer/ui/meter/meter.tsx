import './meter.css'

export interface MeterProps {
  /** What goes on, for a screen reader. */
  readonly name: string
  /** From 0 to 100; null: nobody knows how far it is. */
  readonly value: number | null
  /** The same in words. */
  readonly text?: string
}

/** How far something has come. */
export function Meter({ name, value, text }: MeterProps) {
  return (
    <div
      className="meter"
      role="progressbar"
      aria-label={name}
      aria-valuemin={0}
      aria-valuemax={100}
      {...(value !== null && { 'aria-valuenow': Math.round(value) })}
      {...(text !== undefined && { 'aria-valuetext': text })}
      data-unknown={value === null}
    >
      <div className="meter-done" {...(value !== null && { style: { inlineSize: `${value}%` } })} />
    </div>
  )
}
