import type { ReactNode } from 'react'
import { Tooltip as AriaTooltip, TooltipTrigger } from 'react-aria-components'
import './tooltip.css'

export interface TooltipProps {
  readonly text: string
  /** The keys that do the same: `Ctrl K`. */
  readonly keys?: string
  readonly placement?: 'top' | 'bottom' | 'start' | 'end'
  /** Exactly one element that takes the focus: a kit button. */
  readonly children: ReactNode
}

/** Words beside what the pointer rests on or the keyboard has reached. Never the only place where something is said. */
export function Tooltip({ text, keys, placement = 'bottom', children }: TooltipProps) {
  return (
    <TooltipTrigger delay={500} closeDelay={0}>
      {children}
      <AriaTooltip className="tooltip" placement={placement} offset={6}>
        {text}
        {keys !== undefined && <kbd className="tooltip-keys">{keys}</kbd>}
      </AriaTooltip>
    </TooltipTrigger>
  )
}
