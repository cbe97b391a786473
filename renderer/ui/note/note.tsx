import { Info, type LucideIcon, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { Icon } from '../icon/icon.tsx'
import './note.css'

export interface NoteProps {
  readonly kind?: 'plain' | 'caution' | 'danger'
  readonly icon?: LucideIcon
  readonly children: ReactNode
}

/** A few sentences that stand apart. For what went wrong just now take `Alert`. */
export function Note({ kind = 'plain', icon, children }: NoteProps) {
  return (
    <div className="note" data-kind={kind}>
      <Icon of={icon ?? (kind === 'plain' ? Info : TriangleAlert)} />
      <div className="note-body">{children}</div>
    </div>
  )
}
