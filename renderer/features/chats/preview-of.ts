import { isNotices } from '../../../shared/domain/conversation.ts'
import type { Message, MessageState } from '../../../shared/domain/message.ts'

/** The second line of a chat row. */
export interface Preview {
  /** The word before the text. */
  readonly lead: 'draft' | 'notSent' | 'yours' | null
  readonly text: string
  readonly state: MessageState | null
}

/** Longer previews are cut by the row anyway. */
const longest = 200

/**
 * What was begun comes before what was said; a message that failed says so in words.
 * @param unsupported what the last message was, where we cannot show it
 * @param failedFile the name of a file that could not be sent
 */
export function previewOf(
  last: Message | null,
  draft: string | undefined,
  unsupported: string | null = null,
  failedFile: string | null = null,
): Preview {
  if (draft !== undefined && draft.trim() !== '') return { lead: 'draft', text: oneLine(draft), state: null }
  if (failedFile !== null) return { lead: 'notSent', text: oneLine(failedFile), state: 'failed' }
  if (last === null) return { lead: null, text: '', state: null }
  if (unsupported !== null) return { lead: null, text: unsupported, state: null }
  // A notice is known by its heading.
  if (last.subject !== undefined && isNotices(last.peer)) return { lead: null, text: last.subject, state: null }
  // The address of a file says nothing.
  const text = oneLine(last.file?.name ?? last.body)
  if (last.direction === 'in') return { lead: null, text, state: null }
  return { lead: last.state === 'failed' ? 'notSent' : 'yours', text, state: last.state }
}

function oneLine(text: string): string {
  return text.slice(0, longest).replace(/\s+/g, ' ').trim()
}
