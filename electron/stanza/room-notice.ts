/**
 * Messages that are about a room and no words of a conversation: invitations and their refusals, mediated (XEP-0045,
 * 7.8.2, https://xmpp.org/extensions/xep-0045.html) and direct (XEP-0249, https://xmpp.org/extensions/xep-0249.html).
 */
import type { Element } from './element.ts'

export const roomUserNamespace = 'http://jabber.org/protocol/muc#user'
export const directInvitationNamespace = 'jabber:x:conference'

/** Whether it invites to a room or declines that; what else stands in it, a body too, says the same in other words. */
export function isRoomNotice(message: Element): boolean {
  const { type } = message.attrs
  if (type === 'groupchat' || type === 'error') return false
  const user = message.getChild('x', roomUserNamespace)
  if (user?.getChild('invite') !== undefined || user?.getChild('decline') !== undefined) return true
  return (message.getChild('x', directInvitationNamespace)?.attrs.jid ?? '') !== ''
}
