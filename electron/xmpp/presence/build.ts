import type { OwnPresence } from '../../../shared/domain/presence.ts'
import { type Element, xml } from '../../stanza/element.ts'
import { cleanText } from '../../stanza/xml-text.ts'

/**
 * Our own presence (RFC 6121, 4.2.1).
 * @param priority -128 to 127
 * @param extensions what stands in every presence: capabilities (XEP-0115), the picture (XEP-0153)
 */
export function buildPresence(own: OwnPresence, priority: number, ...extensions: readonly Element[]): Element {
  const how = buildAvailability(own)
  return xml('presence', {}, ...how, priority === 0 ? null : xml('priority', {}, String(priority)), ...extensions)
}

/** How we are (RFC 6121, 4.7.2): nothing to say where we are available without a word. */
export function buildAvailability({ availability, status }: OwnPresence): readonly Element[] {
  return [
    ...(availability === 'available' ? [] : [xml('show', {}, availability)]),
    ...(status === null ? [] : [xml('status', {}, cleanText(status))]),
  ]
}

/** XEP-0319 1.0.2, https://xmpp.org/extensions/xep-0319.html: since when nobody has touched the computer. */
export function buildIdle(since: number): Element {
  return xml('idle', { xmlns: 'urn:xmpp:idle:1', since: new Date(since).toISOString() })
}
