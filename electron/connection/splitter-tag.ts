export const lessThan = 0x3c
export const greaterThan = 0x3e
export const slash = 0x2f
/** RFC 6120 sets no limit for a name; one that long is no XMPP. Of a longer one this much is looked at. */
const longestName = 1024

/** By bytes: those from 0x80 on are of characters that may stand in a name, or of none. */
const xmlName = /^[A-Za-z_:\x80-\xff][-.\w:\x80-\xff]*$/

/** The tag that is being read. */
export interface Tag {
  /** Another one begins. */
  begin(closing: boolean): void
  readonly closing: boolean
  /** How many values in quotes it has had. */
  readonly attributes: number
  readonly name: string
  /** What stands there is no name (XML 1.0, 2.3): the "<" was not meant, or the bytes are of another encoding. */
  readonly nameless: boolean
  /** Its name is too long. */
  readonly malformed: boolean
  /** It ended in "/>". */
  readonly empty: boolean
  /**
   * Reads on from there.
   * @returns where its ">" is, or a "<", at which it breaks off (XML 1.0, 2.3 and 2.4: none stands inside a tag, not even
   * in quotes); the chunk's length where it goes on
   */
  scan(chunk: Uint8Array, from: number): number
}

export function createTag(): Tag {
  let closing = false
  let quote = 0
  let named = false
  let long = false
  let name = ''
  let attributes = 0
  let last = 0
  return {
    begin(closes) {
      closing = closes
      quote = attributes = last = 0
      named = long = false
      name = ''
    },
    get closing() {
      return closing
    },
    get attributes() {
      return attributes
    },
    get name() {
      return name
    },
    get nameless() {
      return !xmlName.test(name)
    },
    get malformed() {
      return long
    },
    get empty() {
      return last === slash
    },
    scan(chunk, from) {
      for (let at = from; at < chunk.length; at++) {
        const byte = chunk[at] ?? 0
        if (byte === lessThan) return at
        if (quote !== 0) {
          if (byte === quote) quote = 0
        } else if (byte === greaterThan) {
          return at
        } else if (byte === 0x22 || byte === 0x27) {
          quote = byte
          named = true
          attributes += 1
        } else if (isSpace(byte) || byte === slash) {
          named = true
        } else if (!named) {
          if (name.length < longestName) name += String.fromCharCode(byte)
          else long = true
        }
        last = byte
      }
      return chunk.length
    },
  }
}

export function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09
}
