import type { Peer } from '../../../shared/domain/address.ts'
import { isOccupant } from '../../../shared/domain/conversation.ts'
import type { MessageId } from '../../../shared/domain/message.ts'
import { type Element, xml } from '../../stanza/element.ts'
import { roomUserNamespace } from '../../stanza/room-notice.ts'
import { buildOriginId } from '../../stanza/stanza-id.ts'
import { cleanText } from '../../stanza/xml-text.ts'

/**
 * What goes out: chat, to the bare address, known by one id everywhere (XEP-0359, 3.1); to all in a room, of type groupchat
 * (XEP-0045, 7.4); to somebody in it, marked as that, so that other devices of ours know it, too (7.5).
 * @param extras what other features send along
 * @param isInRoom the other end is a room, or somebody in one
 */
export function buildMessage(
  message: { readonly id: MessageId; readonly peer: Peer; readonly body: string },
  extras: readonly Element[] = [],
  isInRoom = false,
): Element {
  const { id, peer, body } = message
  const type = isInRoom && !isOccupant(peer) ? 'groupchat' : 'chat'
  const mark = isOccupant(peer) ? [xml('x', { xmlns: roomUserNamespace })] : []
  return xml('message', { to: peer, type, id }, xml('body', {}, cleanText(body)), buildOriginId(id), ...mark, ...extras)
}
