import type { Element } from './element.ts'
import { usableId } from './stanza-id.ts'

export const markersNamespace = 'urn:xmpp:chat-markers:0'

/** Whether the sender of a message wants to know when it was seen (XEP-0333), and gave it an id to say so. */
export function isMarkable(message: Element): boolean {
  return message.getChild('markable', markersNamespace) !== undefined && usableId(message.attrs.id) !== null
}
