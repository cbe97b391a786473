import type { ReactNode } from 'react'
import { Note } from '../note/note.tsx'
import './alert.css'

export interface AlertProps {
  /** The failure's code, for tests and for support; never part of the sentence. */
  readonly code: string
  readonly title: string
  readonly sentence: string
  /** At most one button. */
  readonly action?: ReactNode
}

/** What went wrong, what it means, what to do. Said by a screen reader as soon as it is there. */
export function Alert({ code, title, sentence, action }: AlertProps) {
  return (
    <div role="alert" data-code={code} className="alert">
      <Note kind="danger">
        <p className="note-strong">{title}</p>
        <p>{sentence}</p>
        {action !== undefined && <div className="alert-action">{action}</div>}
      </Note>
    </div>
  )
}
