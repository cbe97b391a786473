import { z } from 'zod'
import type { MessageId, MessagePage } from '../domain/message.ts'
import { command } from './command.ts'
import { knownAddress, knownMessageId } from './guards.ts'

/** Characters of one message; Openfire and Prosody refuse stanzas far above. */
export const longestMessage = 50_000

export const messageCommands = {
  /** Answers when the message is safe in the outbox; its states come as `message.changed`. */
  'message.send': command<MessageId>()(
    z.strictObject({ account: knownAddress, peer: knownAddress, body: z.string().min(1).max(longestMessage) }),
  ),
  /** Older messages than `before` (an `order`), oldest first. */
  'message.page': command<MessagePage>()(
    z.strictObject({
      account: knownAddress,
      peer: knownAddress,
      before: z.int().min(0),
      limit: z.int().min(1).max(200),
    }),
  ),
  /** Sends a failed message again. */
  'message.retry': command<void>()(z.strictObject({ account: knownAddress, id: knownMessageId })),
  /** Removes a failed message. */
  'message.delete': command<void>()(z.strictObject({ account: knownAddress, id: knownMessageId })),
}
