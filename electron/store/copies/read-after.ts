import { copyBits } from './copy.ts'
import type { Merged } from './merge-page.ts'

export interface Reading {
  /** Place of the last message that was read. */
  readonly readUpTo: number
  /** What is new in the page was read long ago: older history, or all of it on a device that is new to the account. */
  readonly isRead: boolean
}

/**
 * How far a conversation is read after a page of the archive: "own message by another device after others' messages
 * means those were read"; what was missing among what was read is new to the person, and reading begins there again.
 * @param merged in the order of the archive
 */
export function readAfter({ readUpTo, isRead }: Reading, merged: readonly Merged[]): number {
  if (isRead) return readBefore(readUpTo, merged)
  let reached = readUpTo
  let missed: number | null = null
  for (const each of merged) {
    if (each.kind !== 'new') continue
    if (each.copy.direction === 'out') {
      missed = null
      reached = Math.max(reached, each.place)
    } else if (each.place <= readUpTo) missed ??= each.place
  }
  return missed === null ? reached : Math.min(reached, missed - 1)
}

/** Nobody has to read what is new, as far as nothing stands before it that came to be read. */
function readBefore(readUpTo: number, merged: readonly Merged[]): number {
  const waiting = merged.flatMap(each =>
    each.kind === 'known' && isUnread(each.before.direction, each.before.copies) && each.before.place > readUpTo
      ? [each.before.place]
      : [],
  )
  const end = Math.min(Number.POSITIVE_INFINITY, ...waiting)
  const places = merged.flatMap(each => (each.kind === 'new' && each.place < end ? [each.place] : []))
  return Math.max(readUpTo, ...places)
}

function isUnread(direction: 'in' | 'out', copies: number): boolean {
  return direction === 'in' && (copies & (copyBits.direct | copyBits.carbon)) !== 0
}
