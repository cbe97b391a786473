import type { BareJid } from './address.ts'

/** What RFC 6121 (4.7.2.1) can say of a person, `offline` for unavailable. */
export type Availability = 'chat' | 'available' | 'away' | 'xa' | 'dnd' | 'offline'

/** One person's presence, over all of their resources: the one with the highest priority speaks. */
export interface Presence {
  readonly address: BareJid
  readonly availability: Availability
  readonly status: string | null
}

/** What we say of ourselves. */
export interface OwnPresence {
  readonly availability: Exclude<Availability, 'offline'>
  readonly status: string | null
}

export const defaultOwnPresence: OwnPresence = { availability: 'available', status: null }

/**
 * What is said of us now: who is available and has left the computer is away. What a person has chosen to be instead of
 * available is never touched.
 * @param idleSince when they left it, milliseconds since 1970; null while they are there
 */
export function presenceInForce(own: OwnPresence, idleSince: number | null): OwnPresence {
  const isThere = own.availability === 'available' || own.availability === 'chat'
  return idleSince !== null && isThere ? { ...own, availability: 'away' } : own
}
