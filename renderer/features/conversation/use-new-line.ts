import { useState } from 'react'
import type { NewLine } from './log-rows.ts'

/**
 * The line "n new messages". It comes with what arrives while nobody looks, and stays where it is when that has been
 * read, until the conversation is left or answered.
 * @param readUpTo `order` of the last message that was seen.
 * @param looking The person has the end of the log before them: then nothing is new.
 */
export function useNewLine(unread: number, readUpTo: number, looking: boolean): readonly [NewLine | null, () => void] {
  const [line, setLine] = useState<NewLine | null>(unread > 0 ? { after: readUpTo, count: unread } : null)
  const next = nextLine(line, unread, readUpTo, looking)
  // Derived while rendering, so that the log never shows a state between.
  if (next !== line) setLine(next)
  return [next, () => setLine(null)]
}

export function nextLine(line: NewLine | null, unread: number, readUpTo: number, looking: boolean): NewLine | null {
  if (unread === 0) return line
  if (line?.after === readUpTo) return line.count === unread ? line : { after: readUpTo, count: unread }
  return looking ? line : { after: readUpTo, count: unread }
}
