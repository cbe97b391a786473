import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { Icon } from '../icon/icon.tsx'
import { Spinner } from '../spinner/spinner.tsx'
import './state-bar.css'

export interface StateBarProps {
  /** Null: something goes on, a ring turns. */
  readonly icon: LucideIcon | null
  /** In a few words, where the sentences are many. */
  readonly title?: string
  /** What is wrong and what still works. */
  readonly children: ReactNode
  /** One button; one more to close it. */
  readonly action?: ReactNode
  /** The code of the failure, where there is one. */
  readonly code?: string
  /** It needs the person, and is said at once; give it a key of its own, so that it comes anew. */
  readonly alert?: boolean
}

/** A line between title strip and panes, for as long as something is wrong with the whole window. */
export function StateBar({ icon, title, children, action, code, alert = false }: StateBarProps) {
  return (
    <div className="state-bar" data-code={code} {...(alert && { role: 'alert' })}>
      {icon === null ? <Spinner /> : <Icon of={icon} />}
      <div className="state-bar-words">
        {title !== undefined && <strong className="state-bar-title">{title}. </strong>}
        {children}
      </div>
      {action}
    </div>
  )
}
