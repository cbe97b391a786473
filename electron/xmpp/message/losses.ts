import type { Failure } from '../../../shared/domain/failure.ts'
import type { Message, MessageId } from '../../../shared/domain/message.ts'
import { buildMessage } from './build.ts'

/**
 * Tells a connection that was lost by chance from one that a message ends: jabberd2 hears nothing any more behind a
 * stanza that is too long for it, and says nothing of it.
 */
export interface Losses {
  /** How a connection ended; null where we left. */
  ended(failure: Failure | null): void
  /**
   * The server is there again.
   * @param missing what it does not have of what was written before, oldest first
   * @returns the message that has ended two connections, and those that could have ended this one: each of these is to
   *   be written when all before it is proved, so that the next end tells which it was
   */
  judge(missing: readonly Message[]): { readonly guilty: Message | null; readonly suspected: readonly Message[] }
  proved(ids: readonly MessageId[]): void
}

/** RFC 6120, 13.12: every server takes stanzas of 10,000 bytes; a share of that is for what goes along. */
const shortest = 9000
/** Connections, one after the other, that were lost while it was the first in doubt. */
const mostLosses = 2

export function createLosses(): Losses {
  const counts = new Map<MessageId, number>()
  let isLost = false
  return {
    ended(failure) {
      isLost = failure?.code === 'network-lost' || failure?.code === 'timed-out'
    },
    judge(missing) {
      const suspected = isLost ? missing.filter(isLong) : []
      const [first] = missing
      if (first === undefined || suspected[0] !== first) return { guilty: null, suspected }
      const count = (counts.get(first.id) ?? 0) + 1
      counts.set(first.id, count)
      return { guilty: count < mostLosses ? null : first, suspected }
    },
    proved(ids) {
      for (const id of ids) counts.delete(id)
    },
  }
}

function isLong(message: Message): boolean {
  return Buffer.byteLength(String(buildMessage(message))) >= shortest
}
