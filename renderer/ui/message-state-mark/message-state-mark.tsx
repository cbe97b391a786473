import type { JSX } from 'react'
import type { MessageState } from '../../../shared/domain/message.ts'
import './message-state-mark.css'

/** Every state has an outline of its own. Drawn for a field of 24. */
const shapes: Readonly<Record<MessageState, JSX.Element>> = {
  queued: (
    <>
      <circle cx="12" cy="12" r="8" />
      <path d="M12 7.5V12l3 2" />
    </>
  ),
  sent: <path d="m5 12.5 4.5 4.5L19 7.5" />,
  stored: <path d="m6.5 9.5 4 4 7.5-8M5.5 19.5h13" />,
  delivered: <path d="m2 12.5 4.5 4.5 8.5-9M11.8 16.3l.7.7 9-9" />,
  displayed: (
    <>
      <rect className="state-seal" x="0.5" y="4" width="23" height="16" rx="8" />
      <path className="state-cut" d="m5 12.3 3 3 5.8-6.3M11.6 14.7l.6.6 6.3-6.3" />
    </>
  ),
  failed: <path d="M12 4 21.5 20h-19zM12 10.5v4M12 17.3h.01" />,
}

/** How far an own message has come. `label` is the word for it: name and tooltip; without one it stands beside the mark. */
export function MessageStateMark({
  state,
  label,
}: {
  readonly state: MessageState
  readonly label?: string
}): JSX.Element {
  const drawing = (
    <svg className={`state-mark state-${state}`} viewBox="0 0 24 24" aria-hidden="true">
      {shapes[state]}
    </svg>
  )
  return label === undefined ? (
    drawing
  ) : (
    // The key makes it new at each state: the change is a short fade.
    <span key={state} className="state-mark-box" role="img" aria-label={label} title={label}>
      {drawing}
    </span>
  )
}
