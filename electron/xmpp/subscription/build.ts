import type { BareJid } from '../../../shared/domain/address.ts'
import { type Element, xml } from '../../stanza/element.ts'

/** RFC 6121, 3. `to` is always a bare address (3.1.1: "MUST stamp" or the server would do it). */
export function buildSubscription(
  type: 'subscribe' | 'subscribed' | 'unsubscribe' | 'unsubscribed',
  to: BareJid,
): Element {
  return xml('presence', { to, type })
}
