import type { BareJid, FullJid } from '../../../shared/domain/address.ts'
import type { Presence } from '../../../shared/domain/presence.ts'
import type { ResourcePresence } from '../../core/events.ts'

/** The available resources of one person, the one that spoke last at the end. */
export type Resources = ReadonlyMap<FullJid | BareJid, ResourcePresence>

export const noResources: Resources = new Map()

/** Of one person: more than anybody has devices, and each presence copies them. Those that spoke longest ago go. */
export const mostResources = 100

/** The resources after one of them has spoken. Unavailable from the bare address is unavailable for all of them. */
export function afterPresence(resources: Resources, presence: ResourcePresence): Resources {
  if (presence.availability === 'offline' && !presence.from.includes('/')) return noResources
  const next = new Map(resources)
  next.delete(presence.from)
  if (presence.availability !== 'offline') next.set(presence.from, presence)
  const [oldest] = next.keys()
  if (next.size > mostResources && oldest !== undefined) next.delete(oldest)
  return next
}

/**
 * One presence for the person: the highest priority speaks, of equal ones the latest. A negative one, which wants no
 * messages (RFC 6121, 4.7.2.3), is below every other and so speaks only where there is nothing else.
 * `farewell` is the status of who went last.
 */
export function sumOf(address: BareJid, resources: Resources, farewell: string | null): Presence {
  let speaker: ResourcePresence | null = null
  for (const resource of resources.values()) {
    if (speaker === null || resource.priority >= speaker.priority) speaker = resource
  }
  return speaker === null
    ? { address, availability: 'offline', status: farewell }
    : { address, availability: speaker.availability, status: speaker.status }
}
