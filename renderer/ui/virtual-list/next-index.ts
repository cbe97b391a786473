import { folded } from '../fold-text.ts'

/** Rows that Page Up and Page Down go. */
const pageRows = 8

/**
 * Where a key leads in a list.
 * @param from The row that has the focus.
 * @returns The index of the row, or null where the key is not one that moves.
 */
export function nextIndex(key: string, from: number, count: number): number | null {
  const last = count - 1
  const clamped = (index: number) => Math.min(last, Math.max(0, index))
  switch (key) {
    case 'ArrowDown':
      return clamped(from + 1)
    case 'ArrowUp':
      return clamped(from - 1)
    case 'PageDown':
      return clamped(from + pageRows)
    case 'PageUp':
      return clamped(from - pageRows)
    case 'Home':
      return 0
    case 'End':
      return last
    default:
      return null
  }
}

/** The next row whose text begins with the letter, round the end of the list; null where there is none. */
export function indexByLetter(
  letter: string,
  from: number,
  count: number,
  textOf: (index: number) => string,
): number | null {
  const wanted = folded(letter)
  for (let step = 1; step <= count; step++) {
    const index = (from + step) % count
    if (folded(textOf(index)).startsWith(wanted)) return index
  }
  return null
}
