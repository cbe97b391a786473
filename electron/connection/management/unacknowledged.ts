/** A stanza as it was written; the id where it is a message. */
export interface WrittenStanza {
  readonly text: string
  readonly message: string | null
}

/** What was written and not acknowledged, oldest first (XEP-0198, 4). */
export interface Unacknowledged {
  /** Puts it behind the others; gives its place. */
  add(stanza: WrittenStanza): number
  /** Takes the last one back: it was never written. */
  takeBack(): void
  /**
   * @param h what the server says that it has handled, modulo 2^32
   * @returns what that covers, oldest first; null for a number that cannot be
   */
  acknowledge(h: number): readonly WrittenStanza[] | null
  readonly waiting: readonly WrittenStanza[]
  /** More than any server that acknowledges lets gather. */
  readonly tooMuch: boolean
  /** The place of the first that waits. */
  readonly first: number
}

const mostStanzas = 20_000
/** Characters. */
const mostText = 16 * 1024 * 1024

/** @param acknowledged what the server has handled so far */
export function createUnacknowledged(acknowledged: number): Unacknowledged {
  let base = acknowledged
  const waiting: WrittenStanza[] = []
  let length = 0
  return {
    add(stanza) {
      waiting.push(stanza)
      length += stanza.text.length
      return base + waiting.length
    },
    takeBack() {
      length -= waiting.pop()?.text.length ?? 0
    },
    acknowledge(h) {
      const steps = distance(base, h)
      if (steps > waiting.length) return null
      base += steps
      const covered = waiting.splice(0, steps)
      for (const { text } of covered) length -= text.length
      return covered
    },
    get tooMuch() {
      return waiting.length > mostStanzas || length > mostText
    },
    get waiting() {
      return waiting
    },
    get first() {
      return base + 1
    },
  }
}

/** "the value of 'h' SHALL be reset from 2^32-1 back to zero": how far it is from one to the other, always upwards. */
function distance(from: number, to: number): number {
  return (to - (from % 2 ** 32) + 2 ** 32) % 2 ** 32
}

/** Whether a place is covered by `h`, of places that are less than 2^31 apart. */
export function covers(h: number, place: number): boolean {
  return distance(place, h) < 2 ** 31
}

/** The number of an `h` attribute (xs:unsignedInt); null where it is none. */
export function countOf(text: string | undefined): number | null {
  if (text === undefined || !/^\d{1,10}$/u.test(text)) return null
  const count = Number(text)
  return count < 2 ** 32 ? count : null
}

export function toWire(place: number): string {
  return String(place % 2 ** 32)
}
