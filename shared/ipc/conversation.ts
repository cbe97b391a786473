import { z } from 'zod'
import type { BareJid } from '../domain/address.ts'
import type { Conversation } from '../domain/conversation.ts'
import type { MessagePage } from '../domain/message.ts'
import { command } from './command.ts'
import { knownAddress, knownPeer, typedAddress } from './guards.ts'

/** Characters of a draft that are kept. More than a message may have: what is too long is shortened before it is sent. */
export const longestDraft = 200_000

export interface OpenedConversation {
  readonly conversation: Conversation
  /** The newest page. */
  readonly page: MessagePage
}

export const conversationCommands = {
  /** Prepares what was typed as an address to write to. Fails as `invalid-address`. */
  'conversation.resolve': command<BareJid>()(z.strictObject({ address: typedAddress })),
  'conversation.open': command<OpenedConversation>()(z.strictObject({ account: knownAddress, peer: knownPeer })),
  /** The person has seen everything up to this `order`. */
  'conversation.markRead': command<void>()(
    z.strictObject({ account: knownAddress, peer: knownPeer, upTo: z.int().min(0) }),
  ),
  /** What is being written: kept, so that no end of the page or of the program loses it. Empty: nothing. */
  'conversation.setDraft': command<void>()(
    z.strictObject({ account: knownAddress, peer: knownPeer, text: z.string().max(longestDraft) }),
  ),
  /** The person writes, or has taken away all that was written. To be said every few seconds while they go on. */
  'conversation.setTyping': command<void>()(
    z.strictObject({ account: knownAddress, peer: knownPeer, typing: z.boolean() }),
  ),
  /** The conversation that the window shows, to show it again when the page or the program starts anew; null: none. */
  'conversation.setOpen': command<void>()(z.strictObject({ account: knownAddress, peer: knownPeer.nullable() })),
  /** The conversation that the person looks at: what comes in it needs no notification. Null: none. */
  'conversation.setInView': command<void>()(z.strictObject({ account: knownAddress, peer: knownPeer.nullable() })),
}
