import type { JSX } from 'react'
import './badge.css'

/** How many are new: to 99, then 99+. A picture of a number; the words stand elsewhere. */
export function Badge({ count }: { readonly count: number }): JSX.Element {
  return (
    <span className="badge" aria-hidden="true">
      {badgeText(count)}
    </span>
  )
}

export function badgeText(count: number): string {
  return count > 99 ? '99+' : String(count)
}
