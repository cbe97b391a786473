import { z } from 'zod'
import type { BareJid } from '../domain/address.ts'
import type { Conversation } from '../domain/conversation.ts'
import type { MessagePage } from '../domain/message.ts'
import { command } from './command.ts'
import { knownAddress, typedAddress } from './guards.ts'

export interface OpenedConversation {
  readonly conversation: Conversation
  /** The newest page. */
  readonly page: MessagePage
}

export const conversationCommands = {
  /** Prepares what was typed as an address to write to. Fails as `invalid-address`. */
  'conversation.resolve': command<BareJid>()(z.strictObject({ address: typedAddress })),
  'conversation.open': command<OpenedConversation>()(z.strictObject({ account: knownAddress, peer: knownAddress })),
  /** The person has seen everything up to this `order`. */
  'conversation.markRead': command<void>()(
    z.strictObject({ account: knownAddress, peer: knownAddress, upTo: z.int().min(0) }),
  ),
}
