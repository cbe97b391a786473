/**
 * XEP-0359: Unique and Stable Stanza IDs, version 0.7.0, https://xmpp.org/extensions/xep-0359.html
 * Supported: origin-id both ways, stanza-id of an entity that is trusted with it.
 */
import type { BareJid } from '../../shared/domain/address.ts'
import { type Element, xml } from './element.ts'
import { prepareJid } from './jid.ts'

export const stanzaIdNamespace = 'urn:xmpp:sid:0'

/** Longer ones are kept by nobody. */
const longestId = 1024

/** By which its sender knows a message, for what we send. */
export function buildOriginId(id: string): Element {
  return xml('origin-id', { xmlns: stanzaIdNamespace, id })
}

/** By which its sender says to know a message; null where there is none. Anybody can say anything. */
export function originIdOf(message: Element): string | null {
  return usableId(message.getChild('origin-id', stanzaIdNamespace)?.attrs.id)
}

/**
 * The id under which an archive keeps a message; null where there is none, or two that contradict each other.
 * @param by our account or the room. Section 6: make sure "that the stanza ID could not have been faked": whoever calls
 *   has found out that this entity announces `urn:xmpp:sid:0`.
 */
export function stanzaIdOf(message: Element, by: BareJid): string | null {
  const ids = new Set(
    message
      .getChildren('stanza-id', stanzaIdNamespace)
      .filter(each => isAddress(each.attrs.by, by))
      .map(each => usableId(each.attrs.id)),
  )
  const [id] = ids
  return ids.size === 1 ? (id ?? null) : null
}

/** An id as it stands in a stanza; null where it is missing, empty or too long to be kept. */
export function usableId(id: string | undefined): string | null {
  return id === undefined || id === '' || id.length > longestId ? null : id
}

function isAddress(text: string | undefined, address: BareJid): boolean {
  try {
    return text !== undefined && prepareJid(text) === address
  } catch {
    // Of nobody.
    return false
  }
}
