import type { ReactNode } from 'react'
import './list-pane.css'

export interface ListPaneProps {
  readonly title: string
  /** Buttons at the end of the head. */
  readonly actions?: ReactNode
  /** Between head and list: a filter. */
  readonly above?: ReactNode
  readonly children: ReactNode
}

/** The second pane of the window: a head and what can be chosen. */
export function ListPane({ title, actions, above, children }: ListPaneProps) {
  return (
    <section className="list-pane" aria-label={title}>
      <header className="list-pane-head">
        <h2>{title}</h2>
        {actions}
      </header>
      {above}
      <div className="list-pane-body">{children}</div>
    </section>
  )
}
