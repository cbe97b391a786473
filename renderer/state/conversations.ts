import type { Conversation } from '../../shared/domain/conversation.ts'
import type { Change } from '../../shared/ipc/changes.ts'
import type { ByAddress } from './state.ts'

type ConversationChange = Extract<Change, { type: 'conversation.changed' }>

export function applyConversationChange(
  conversations: ByAddress<Conversation>,
  change: ConversationChange,
): ByAddress<Conversation> {
  return { ...conversations, ...Object.fromEntries(change.conversations.map(each => [each.peer, each])) }
}
