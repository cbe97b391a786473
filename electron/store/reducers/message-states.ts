import type { MessageState } from '../../../shared/domain/message.ts'

/**
 * From which states each state can be reached. It only goes forwards: an acknowledgement that comes late or twice
 * changes nothing, and what failed stays so until the person sends it again. A message that the server has stored can
 * still be refused by the other side (RFC 6120, 8.3). What nobody has sent cannot have arrived or been seen, whatever
 * the other side says.
 */
export const reachedFrom = {
  queued: ['failed'],
  sent: ['queued'],
  stored: ['queued', 'sent'],
  delivered: ['sent', 'stored'],
  displayed: ['sent', 'stored', 'delivered'],
  failed: ['queued', 'sent', 'stored'],
} as const satisfies Record<MessageState, readonly MessageState[]>
