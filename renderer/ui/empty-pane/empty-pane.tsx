import type { JSX, ReactNode } from 'react'
import './empty-pane.css'

export interface EmptyPaneProps {
  readonly title: string
  readonly children: ReactNode
  /** Drawn above the title. */
  readonly mark?: ReactNode
  /** One button, at most two. */
  readonly actions?: ReactNode
  /** In a list: smaller, near the top. */
  readonly small?: boolean
}

/** What goes into an empty place, and the next step. */
export function EmptyPane({ title, children, mark, actions, small = false }: EmptyPaneProps): JSX.Element {
  return (
    <div className={small ? 'empty empty-small' : 'empty'}>
      {mark}
      <h2>{title}</h2>
      <p>{children}</p>
      {actions !== undefined && <div className="empty-actions">{actions}</div>}
    </div>
  )
}
