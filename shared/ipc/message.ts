import { z } from 'zod'
import type { DeliveryStep, FoundMessages, MessageId, MessagePage, MiddlePage } from '../domain/message.ts'
import { longestSearch } from '../domain/search.ts'
import { command } from './command.ts'
import { knownAddress, knownMessageId, knownPeer } from './guards.ts'

/** Characters of one message; Openfire and Prosody refuse stanzas far above. */
export const longestMessage = 50_000

const place = z.int().min(0)

export const messageCommands = {
  /** Answers when the message is safe in the outbox; its states come as `message.changed`. */
  'message.send': command<MessageId>()(
    z.strictObject({ account: knownAddress, peer: knownPeer, body: z.string().min(1).max(longestMessage) }),
  ),
  /** Older messages than `before` (an `order`), oldest first. */
  'message.page': command<MessagePage>()(
    z.strictObject({
      account: knownAddress,
      peer: knownPeer,
      before: z.int().min(0),
      limit: z.int().min(1).max(200),
    }),
  ),
  /** Messages on both sides of one, of an `order`, which is among them where it is there. */
  'message.pageAround': command<MiddlePage>()(
    z.strictObject({ account: knownAddress, peer: knownPeer, order: place, limit: z.int().min(2).max(200) }),
  ),
  /** Newer messages than `after` (an `order`), oldest first. */
  'message.pageAfter': command<MiddlePage>()(
    z.strictObject({ account: knownAddress, peer: knownPeer, after: place, limit: z.int().min(1).max(200) }),
  ),
  /** Messages with words that begin so, newest first: of one conversation, or of all; older than `before` (an `order`). */
  'message.search': command<FoundMessages>()(
    z.strictObject({
      account: knownAddress,
      text: z.string().max(longestSearch),
      peer: knownPeer.nullable(),
      before: place.nullable(),
      limit: z.int().min(1).max(100),
    }),
  ),
  /** How far an own message has come, step by step. */
  'message.delivery': command<readonly DeliveryStep[]>()(z.strictObject({ account: knownAddress, id: knownMessageId })),
  /** Sends a failed message again. */
  'message.retry': command<void>()(z.strictObject({ account: knownAddress, id: knownMessageId })),
  /** Removes a failed message. */
  'message.delete': command<void>()(z.strictObject({ account: knownAddress, id: knownMessageId })),
}
