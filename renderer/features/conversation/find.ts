import type { FoundMessages } from '../../../shared/domain/message.ts'

/** What was found in a conversation, newest first, and which of it is shown. */
export interface Find extends FoundMessages {
  /** What was looked for. */
  readonly text: string
  /** Place of the one that is shown. */
  readonly at: number
}

export const emptyFind: Find = { text: '', messages: [], total: 0, at: 0 }

/** With the next older (1) or newer (-1) one shown; null where it is not loaded, or there is none. */
export function nextFind(find: Find, by: 1 | -1): Find | null {
  const at = find.at + by
  return find.messages[at] === undefined ? null : { ...find, at }
}

/** With more that are older, the first of which is shown. */
export function withMore(find: Find, { messages }: FoundMessages): Find {
  if (messages.length === 0) return { ...find, total: find.messages.length }
  return { ...find, messages: [...find.messages, ...messages], at: find.messages.length }
}
