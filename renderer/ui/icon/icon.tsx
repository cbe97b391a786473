import type { LucideIcon } from 'lucide-react'
import './icon.css'

/** 16 in rows, buttons with text and menus; 20 in rail, headers and composer; 14 in a chat row; 12 inside a badge. */
export type IconSize = 12 | 14 | 16 | 20

const strokes: Readonly<Record<IconSize, number>> = { 12: 2, 14: 1.75, 16: 1.75, 20: 1.6 }

export interface IconProps {
  readonly of: LucideIcon
  readonly size?: IconSize
  /** Only where no word stands beside it and nothing around it carries the name. */
  readonly name?: string
}

/** A drawing from lucide in one of our sizes. Without a name a screen reader passes over it. */
export function Icon({ of: Drawing, size = 16, name }: IconProps) {
  const said = name === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': name }
  return <Drawing className={`icon icon-${size}`} strokeWidth={strokes[size]} {...said} />
}
