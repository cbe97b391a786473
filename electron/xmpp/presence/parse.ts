import type { Availability } from '../../../shared/domain/presence.ts'
import type { ResourcePresence } from '../../core/events.ts'
import type { Element } from '../../stanza/element.ts'
import { prepareJid } from '../../stanza/jid.ts'

/**
 * What a presence says of the one who sent it.
 * @returns null for subscription requests and answers, probes, and senders without a possible address
 */
export function parsePresence(presence: Element): ResourcePresence | null {
  const { type } = presence.attrs
  // An error means that the other side cannot be reached: as good as unavailable (RFC 6121, 4.7.1).
  if (type !== undefined && type !== 'unavailable' && type !== 'error') return null
  const from = preparedOrNull(presence.attrs.from ?? '')
  if (from === null) return null
  const gone = type !== undefined
  return {
    from,
    availability: gone ? 'offline' : parseShow(presence.getChildText('show')),
    status: type === 'error' ? null : emptyAsNull(presence.getChildText('status')),
    priority: gone ? 0 : parsePriority(presence.getChildText('priority')),
  }
}

/** RFC 6121, 4.7.2.1: absent is available, and so is what nobody has defined. */
function parseShow(text: string | null): Availability {
  const show = text?.trim()
  return show === 'away' || show === 'chat' || show === 'dnd' || show === 'xa' ? show : 'available'
}

/** RFC 6121, 4.7.2.3: an integer from -128 to 127, 0 where there is none. */
function parsePriority(text: string | null): number {
  const priority = Number(text?.trim() ?? '')
  return Number.isInteger(priority) && priority >= -128 && priority <= 127 ? priority : 0
}

/** Of what can be shown beside a name; a stanza may hold 4 MiB. */
const longestStatus = 1000

function emptyAsNull(text: string | null): string | null {
  const trimmed = text?.trim().slice(0, longestStatus).toWellFormed() ?? ''
  return trimmed === '' ? null : trimmed
}

function preparedOrNull(text: string): ResourcePresence['from'] | null {
  try {
    return prepareJid(text)
  } catch {
    // Nobody can be meant by it.
    return null
  }
}
