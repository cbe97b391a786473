import type { JSX } from 'react'
import type { Availability } from '../../../shared/domain/presence.ts'
import './presence-mark.css'

const moon = 'M5.77 1.41A4.6 4.6 0 1 0 10.23 7.79 3.9 3.9 0 0 1 5.77 1.41z'

/** Sun and moon: the shape says it, colour second. */
const shapes: Readonly<Record<Availability, JSX.Element>> = {
  available: <circle cx="6" cy="6" r="4.6" fill="currentColor" />,
  chat: (
    <>
      <circle cx="6" cy="6" r="4.1" fill="none" stroke="currentColor" strokeWidth="1.3" />
      <circle cx="6" cy="6" r="2" fill="currentColor" />
    </>
  ),
  away: <path d={moon} fill="currentColor" />,
  xa: <path d={moon} fill="none" stroke="currentColor" strokeWidth="1.3" strokeLinejoin="round" />,
  dnd: (
    <>
      <circle cx="6" cy="6" r="4.6" fill="currentColor" />
      <path className="presence-bar" d="M3.8 6h4.4" strokeWidth="1.7" />
    </>
  ),
  offline: <circle cx="6" cy="6" r="3.7" fill="none" stroke="currentColor" strokeWidth="1.7" />,
}

/** The mark of how somebody is. It has no name: the word stands beside it, seen or hidden. */
export function PresenceMark({ availability }: { readonly availability: Availability }): JSX.Element {
  return (
    <svg className={`presence presence-${availability}`} viewBox="-1 -1 14 14" aria-hidden="true">
      <circle className="presence-rim" cx="6" cy="6" r="7" />
      {shapes[availability]}
    </svg>
  )
}
