import { AtSign } from 'lucide-react'
import type { JSX } from 'react'
import { Icon } from '../icon/icon.tsx'
import './badge.css'

export interface BadgeProps {
  readonly count: number
  /** Some of them name the person. */
  readonly mention?: boolean
  /** The person wants to hear nothing of it: an outline, without light. */
  readonly muted?: boolean
}

/** How many are new: to 99, then 99+. A picture of a number; the words stand elsewhere. */
export function Badge({ count, mention = false, muted = false }: BadgeProps): JSX.Element {
  return (
    <span className="badge" data-muted={muted && !mention} aria-hidden="true">
      {mention && <Icon of={AtSign} size={12} />}
      {badgeText(count)}
    </span>
  )
}

export function badgeText(count: number): string {
  return count > 99 ? '99+' : String(count)
}
