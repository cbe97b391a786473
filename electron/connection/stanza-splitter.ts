import { malformedInput } from './failures.ts'

/**
 * Cuts the bytes of a stream into its header, its stanzas and its end, before any parser sees them: so that one stanza
 * too large, too deep or without sense can be left out and the stream goes on, and no character is cut in two.
 */
export interface Splitter {
  /**
   * @returns how many bytes at the end were not looked at, because of `halt`
   * @throws AppError `stream-error` for what is no XML stream (RFC 6120, 11.3); nothing may be written after that
   */
  write(chunk: Uint8Array): number
  /** From inside a callback: nothing behind this element is read any more. */
  halt(): void
}

export interface SplitterEvents {
  /** The opening tag of the stream. */
  readonly onHeader: (text: string) => void
  /** One complete element of the stream's first level. */
  readonly onStanza: (text: string) => void
  /** One that was left out. */
  readonly onSkipped: (reason: SkipReason, name: string) => void
  readonly onEnd: () => void
}

export type SkipReason = 'too-large' | 'too-deep' | 'too-many-parts'

export interface InputLimits {
  /** Bytes of a stanza. */
  readonly size: number
  /** Levels of elements in a stanza, itself the first. */
  readonly depth: number
  /** Elements in a stanza, and attributes of one: each costs the parser far more than its bytes. */
  readonly elements: number
  readonly attributes: number
}

/**
 * "XML from the network is bounded: 4 MiB a stanza, 64 levels." The other two are ours: they hold a contact list of
 * 40,000 people, and what comes close to them is parsed within a blink.
 */
export const inputLimits: InputLimits = { size: 4 * 1024 * 1024, depth: 64, elements: 100_000, attributes: 1000 }

const lessThan = 0x3c
const greaterThan = 0x3e
const slash = 0x2f
/** RFC 6120 sets no limit for a name; one that long is no XMPP. */
const longestName = 1024

type Mode = 'text' | 'tag' | 'comment' | 'instruction' | 'cdata'

export function createSplitter(events: SplitterEvents, limits: InputLimits = inputLimits): Splitter {
  let mode: Mode = 'text'
  let halted = false
  /** The beginning of markup that the last chunk ended in, too short to tell of what kind. */
  let carry: Uint8Array = new Uint8Array()
  /** Names of the open elements, the stream first. */
  const path: string[] = []
  /** Open elements below the deepest level that is read. */
  let beyond = 0
  let tag = newTag(false)
  /** The two bytes before, for ends of comments and the like. */
  let before = 0
  let beforeThat = 0
  let piece = newPiece()

  function begin(chunk: Uint8Array, at: number): 'more' | number {
    const kind = markupKind(chunk, at)
    switch (kind) {
      case 'more':
        return kind
      case 'comment':
      case 'instruction':
        mode = kind
        before = beforeThat = 0
        return at + (kind === 'comment' ? 4 : 2)
      case 'cdata':
        if (path.length < 2) throw malformedInput('text outside of a stanza')
        mode = 'cdata'
        before = beforeThat = 0
        return at + 9
      case 'close':
      case 'open':
        mode = 'tag'
        tag = newTag(kind === 'close')
        return at + (kind === 'close' ? 2 : 1)
      default:
        throw malformedInput('a document type')
    }
  }

  /** @returns what is complete with this tag */
  function endTag(): 'header' | 'stanza' | 'stream' | null {
    const name = tag.name
    if (name === '') throw malformedInput('a tag without a name')
    if (tag.closing) return close(name)
    if (path.length === 0) {
      if (tag.last === slash) throw malformedInput('an empty stream')
      path.push(name)
      return 'header'
    }
    if (path.length === 1) piece.name = name
    const tooDeep = path.length + beyond > limits.depth
    if (tooDeep) piece.skip('too-deep')
    piece.elements += 1
    if (piece.elements > limits.elements || tag.attributes > limits.attributes) piece.skip('too-many-parts')
    if (tag.last === slash) return path.length === 1 ? 'stanza' : null
    if (tooDeep) beyond += 1
    else path.push(name)
    return null
  }

  function close(name: string): 'stanza' | 'stream' | null {
    if (beyond > 0) {
      beyond -= 1
      return null
    }
    if (path.at(-1) !== name) throw malformedInput('a tag that closes another')
    path.pop()
    if (path.length === 0) return 'stream'
    return path.length === 1 ? 'stanza' : null
  }

  function hand(complete: 'header' | 'stanza' | 'stream'): void {
    const done = piece
    piece = newPiece()
    if (complete === 'stream') events.onEnd()
    else if (done.skipped !== null) events.onSkipped(done.skipped, done.name)
    else if (complete === 'header') events.onHeader(done.text())
    else events.onStanza(done.text())
  }

  function write(input: Uint8Array): number {
    if (halted) return input.length
    const chunk = carry.length === 0 ? input : Buffer.concat([carry, input])
    carry = new Uint8Array()
    /** Where what belongs to the piece begins in this chunk; null where nothing does. */
    let kept: number | null = piece.begun && (mode === 'text' || mode === 'tag' || mode === 'cdata') ? 0 : null
    let at = 0
    while (at < chunk.length) {
      const byte = chunk[at] ?? 0
      if (mode === 'text') {
        if (byte === lessThan) {
          const next = begin(chunk, at)
          if (next === 'more') {
            if (kept !== null) piece.add(chunk.subarray(kept, at), limits.size)
            carry = chunk.subarray(at)
            return 0
          }
          if (isIgnored(mode)) {
            // RFC 6120, 11.1: an entity that receives comments or processing instructions "MUST ignore the data".
            if (kept !== null) piece.add(chunk.subarray(kept, at), limits.size)
            kept = null
          } else if (kept === null) {
            piece.begun = true
            kept = at
          }
          at = next
          continue
        }
        if (path.length >= 2) {
          const next = chunk.indexOf(lessThan, at)
          at = next < 0 ? chunk.length : next
          continue
        }
        if (!isSpace(byte)) throw malformedInput('text outside of a stanza')
      } else if (mode === 'tag') {
        if (!tag.read(byte)) {
          at += 1
          continue
        }
        mode = 'text'
        const complete = endTag()
        if (complete !== null) {
          piece.add(chunk.subarray(kept ?? at, at + 1), limits.size)
          kept = null
          hand(complete)
          if (halted) return chunk.length - at - 1
        }
      } else if (endsHere(mode, byte, before, beforeThat)) {
        if (mode !== 'cdata') kept = piece.begun ? at + 1 : null
        mode = 'text'
      } else {
        beforeThat = before
        before = byte
      }
      at += 1
    }
    if (kept !== null && kept < chunk.length) piece.add(chunk.subarray(kept), limits.size)
    return 0
  }

  return {
    write,
    halt() {
      halted = true
    },
  }
}

type MarkupKind = 'open' | 'close' | 'comment' | 'instruction' | 'cdata' | 'other'

function markupKind(chunk: Uint8Array, at: number): MarkupKind | 'more' {
  const ahead = Buffer.from(chunk.subarray(at + 1, at + 9)).toString('latin1')
  if (ahead === '') return 'more'
  if (ahead.startsWith('/')) return 'close'
  if (ahead.startsWith('?')) return 'instruction'
  if (!ahead.startsWith('!')) return 'open'
  if (ahead.startsWith('!--')) return 'comment'
  if (ahead === '![CDATA[') return 'cdata'
  return '!--'.startsWith(ahead) || '![CDATA['.startsWith(ahead) ? 'more' : 'other'
}

function isIgnored(mode: Mode): boolean {
  return mode === 'comment' || mode === 'instruction'
}

function endsHere(mode: Mode, byte: number, before: number, beforeThat: number): boolean {
  if (byte !== greaterThan) return false
  if (mode === 'instruction') return before === 0x3f
  const twice = mode === 'comment' ? 0x2d : 0x5d
  return before === twice && beforeThat === twice
}

/** One tag being read. */
function newTag(closing: boolean) {
  let quote = 0
  let named = false
  let name = ''
  return {
    closing,
    attributes: 0,
    /** The last byte before the end. */
    last: 0,
    get name() {
      return name
    },
    /** @returns whether the tag ends with this byte */
    read(byte: number): boolean {
      if (quote !== 0) {
        if (byte === quote) quote = 0
        // XML 1.0, 2.3: an attribute's value has no "<".
        else if (byte === lessThan) throw malformedInput('a tag inside a tag')
        this.last = byte
        return false
      }
      if (byte === greaterThan) return true
      if (byte === lessThan) throw malformedInput('a tag inside a tag')
      if (byte === 0x22 || byte === 0x27) {
        quote = byte
        this.attributes += 1
      }
      if (isSpace(byte) || byte === slash) named = true
      else if (!named) name += String.fromCharCode(byte)
      if (name.length > longestName) throw malformedInput('a name without end')
      this.last = byte
      return false
    },
  }
}

/** The bytes of one stanza, as long as they are wanted. */
function newPiece() {
  let parts: Uint8Array[] = []
  let size = 0
  return {
    begun: false,
    name: '',
    elements: 0,
    skipped: null as SkipReason | null,
    add(bytes: Uint8Array, limit: number): void {
      if (this.skipped !== null) return
      size += bytes.length
      parts.push(bytes)
      if (size > limit) this.skip('too-large')
    },
    skip(reason: SkipReason): void {
      this.skipped ??= reason
      parts = []
    },
    text: (): string => Buffer.concat(parts).toString('utf8'),
  }
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09
}
