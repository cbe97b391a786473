import type { Peer } from '../../../shared/domain/address.ts'
import type { MessageId } from '../../../shared/domain/message.ts'
import { type Element, xml } from '../../stanza/element.ts'
import { buildOriginId } from '../../stanza/stanza-id.ts'
import { cleanText } from '../../stanza/xml-text.ts'

/**
 * What goes out: chat, to the bare address, known by one id everywhere (XEP-0359, 3.1).
 * @param extras what other features send along
 */
export function buildMessage(
  message: { readonly id: MessageId; readonly peer: Peer; readonly body: string },
  extras: readonly Element[] = [],
): Element {
  const { id, peer, body } = message
  return xml('message', { to: peer, type: 'chat', id }, xml('body', {}, cleanText(body)), buildOriginId(id), ...extras)
}
