import { malformedInput } from './failures.ts'
import { createPiece } from './splitter-piece.ts'
import { createTag, greaterThan, isSpace, lessThan, slash } from './splitter-tag.ts'

/**
 * Cuts the bytes of a stream into its header, its stanzas and its end, before any parser sees them: so that one stanza
 * too large, too deep or without sense can be left out and the stream goes on, and no character is cut in two.
 *
 * RFC 6120 would have a stream that is not well-formed closed (4.9.3.13). But what closes a stream once closes it at
 * every sign-in, where it waits as an offline message: so what is not well-formed is left out, up to where the stream
 * makes sense again. Nothing inside of a well-formed stanza is ever taken for a stanza.
 */
export interface Splitter {
  /**
   * @returns how many bytes at the end were not looked at, because of `halt`
   * @throws AppError `stream-error` for what does not even begin as an XML stream; nothing may be written after that
   */
  write(chunk: Uint8Array): number
  /** From inside a callback: nothing behind this element is read any more. */
  halt(): void
  /** Something has begun and not ended. */
  readonly midway: boolean
}

export interface SplitterEvents {
  /** The opening tag of the stream. */
  readonly onHeader: (text: string) => void
  /** One complete element of the stream's first level. */
  readonly onStanza: (text: string) => void
  /** One that was left out; without a name, something between two of them. */
  readonly onSkipped: (reason: SkipReason, name: string) => void
  readonly onEnd: () => void
}

export type SkipReason = 'too-large' | 'too-deep' | 'too-many-parts' | 'malformed'

export interface InputLimits {
  /** Bytes of a stanza. */
  readonly size: number
  /** Levels of elements in a stanza, itself the first. */
  readonly depth: number
  /**
   * Elements and attributes in a stanza, and attributes of one element: each costs the parser far more than its bytes.
   */
  readonly elements: number
  readonly attributes: number
  readonly attributesOfOne: number
}

/**
 * "XML from the network is bounded: 4 MiB a stanza, 64 levels." The others are ours: they hold a contact list of
 * 40,000 people, and what comes close to them is parsed within a blink.
 */
export const inputLimits: InputLimits = {
  size: 4 * 1024 * 1024,
  depth: 64,
  elements: 100_000,
  attributes: 200_000,
  attributesOfOne: 1000,
}

/** Bytes of the opening tag of a stream: it is read again after each stanza that makes no sense. */
const longestHeader = 65_536

type Mode = 'text' | 'tag' | 'comment' | 'instruction' | 'cdata' | 'declaration'

export function createSplitter(events: SplitterEvents, limits: InputLimits = inputLimits): Splitter {
  let mode: Mode = 'text'
  let halted = false
  let ended = false
  /** The beginning of markup that the last chunk ended in, too short to tell of what kind. */
  let carry: Uint8Array = new Uint8Array()
  /** Names of the open elements, the stream first. */
  const path: string[] = []
  /** Open elements below the deepest level that is read, and those of them called like the stanza. */
  let beyond = 0
  let beyondAlike = 0
  const tag = createTag()
  /** The two bytes before, for ends of comments and the like. */
  let before = 0
  let beforeThat = 0
  /** Of a declaration: the quote and the brackets that are open. */
  let quote = 0
  let brackets = 0
  const piece = createPiece(longestHeader)
  /** Something that makes no sense between two stanzas has been told. */
  let astray = false

  /** What makes no sense is told once, and left out with the stanza that it stands in. */
  function malformed(what: string): void {
    if (path.length === 0) throw malformedInput(what)
    if (path.length > 1) piece.skip('malformed')
    else if (!astray) {
      astray = true
      events.onSkipped('malformed', '')
    }
  }

  /** @returns where to go on, behind what shows the kind of markup */
  function begin(chunk: Uint8Array, at: number): number | 'more' {
    before = beforeThat = 0
    const kind = markupKind(chunk, at)
    switch (kind) {
      case 'more':
        return kind
      case 'comment':
        mode = kind
        return at + 4
      case 'instruction':
        mode = kind
        return at + 2
      case 'cdata':
        if (path.length < 2) malformed('text outside of a stanza')
        mode = kind
        return at + 9
      case 'declaration':
        malformed('a document type')
        mode = kind
        quote = brackets = 0
        return at + 2
      default:
        mode = 'tag'
        tag.begin(kind === 'close')
        return at + (kind === 'close' ? 2 : 1)
    }
  }

  /** @returns what is complete with this tag */
  function endTag(): 'header' | 'stanza' | 'stream' | null {
    const { name } = tag
    if (tag.nameless) {
      // Its content is taken for that of what it stands in.
      malformed('a tag without a name')
      return null
    }
    if (tag.closing) return close(name)
    if (path.length === 0) {
      if (tag.empty || tag.malformed) throw malformedInput('an empty stream')
      path.push(name)
      return 'header'
    }
    if (path.length === 1) {
      // A second header would swallow all that follows.
      if (name === path[0]) {
        malformed('a second header')
        return null
      }
      piece.name = name
    }
    const tooDeep = path.length + beyond > limits.depth
    count(tooDeep)
    if (tag.empty) return path.length === 1 ? 'stanza' : null
    if (!tooDeep) path.push(name)
    else {
      beyond += 1
      if (name === path[1]) beyondAlike += 1
    }
    return null
  }

  function count(tooDeep: boolean): void {
    piece.elements += 1
    piece.attributes += tag.attributes
    if (tooDeep) piece.skip('too-deep')
    if (tag.malformed) piece.skip('malformed')
    const tooMany = piece.elements > limits.elements || piece.attributes > limits.attributes
    if (tooMany || tag.attributes > limits.attributesOfOne) piece.skip('too-many-parts')
  }

  function close(name: string): 'stanza' | 'stream' | null {
    const alike = name === path[1]
    if (beyond > 0 && !(alike && beyondAlike === 0)) {
      beyond -= 1
      if (alike) beyondAlike -= 1
      return null
    }
    const level = path.lastIndexOf(name)
    if (level < 0 || level < path.length - 1 || beyond > 0) malformed('a tag that closes another')
    if (level < 0) return null
    path.length = level
    beyond = beyondAlike = 0
    ended = level === 0
    if (ended) return 'stream'
    return level === 1 ? 'stanza' : null
  }

  /** Nothing of what has begun between two stanzas is one. */
  function forget(): void {
    if (piece.begun) piece.reset(limits.size)
  }

  function hand(complete: 'header' | 'stanza' | 'stream'): void {
    const { skipped, name } = piece
    const text = skipped === null && complete !== 'stream' ? piece.text() : null
    piece.reset(limits.size)
    astray = false
    if (complete === 'stream') events.onEnd()
    else if (complete === 'header') {
      if (text === null) throw malformedInput('a header without sense')
      events.onHeader(text)
    } else if (text === null) events.onSkipped(skipped ?? 'malformed', name)
    else events.onStanza(text)
  }

  function outside(chunk: Uint8Array, from: number, to: number): void {
    for (let at = from; at < to; at++) {
      if (isSpace(chunk[at] ?? 0)) continue
      malformed('text outside of a stanza')
      return
    }
  }

  function endsDeclaration(byte: number): boolean {
    if (quote !== 0) {
      if (byte === quote) quote = 0
    } else if (byte === 0x22 || byte === 0x27) quote = byte
    else if (byte === 0x5b) brackets += 1
    else if (byte === 0x5d) brackets -= 1
    return quote === 0 && brackets <= 0 && byte === greaterThan
  }

  function write(input: Uint8Array): number {
    if (halted) return input.length
    const chunk = carry.length === 0 ? input : Buffer.concat([carry, input])
    carry = new Uint8Array()
    /** Where what belongs to the piece begins in this chunk; null where nothing does. */
    let kept: number | null = piece.begun && !isIgnored(mode) ? 0 : null
    const keepTo = (end: number): void => {
      if (kept !== null) piece.add(chunk.subarray(kept, end))
      kept = null
      if (path.length === 0 && !ended && piece.skipped !== null) throw malformedInput('a header without end')
    }
    let at = 0
    while (at < chunk.length && !ended) {
      if (mode === 'text') {
        const next = chunk.indexOf(lessThan, at)
        const end = next < 0 ? chunk.length : next
        if (path.length < 2) outside(chunk, at, end)
        at = end
        if (next < 0) break
        const behind = begin(chunk, at)
        if (behind === 'more') {
          keepTo(at)
          carry = chunk.subarray(at)
          return 0
        }
        // RFC 3920, 11.1: who receives comments and the like "MUST ignore the data"; RFC 6120 would close the stream.
        const begun = mode as Mode
        if (isIgnored(begun)) keepTo(at)
        else if (kept === null && begun === 'tag') {
          piece.begun = true
          kept = at
        }
        at = behind
      } else if (mode === 'tag') {
        at = tag.scan(chunk, at)
        if (at >= chunk.length) break
        mode = 'text'
        if (chunk[at] === lessThan) {
          malformed('a tag inside a tag')
          if (path.length < 2) {
            forget()
            kept = null
          }
          continue
        }
        const complete = endTag()
        at += 1
        if (complete !== null) {
          keepTo(at)
          hand(complete)
          if (halted) return chunk.length - at
        } else if (!piece.begun || path.length < 2) {
          // A closing tag of nothing, or one without a name, between two stanzas.
          forget()
          kept = null
        }
      } else {
        const byte = chunk[at] ?? 0
        at += 1
        if (mode === 'declaration' ? endsDeclaration(byte) : endsHere(mode, byte, before, beforeThat)) {
          if (mode !== 'cdata') kept = piece.begun ? at : null
          mode = 'text'
        }
        beforeThat = before
        before = byte
      }
    }
    keepTo(chunk.length)
    return 0
  }

  return {
    write,
    halt() {
      halted = true
    },
    get midway() {
      return path.length > 1 || mode !== 'text' || carry.length > 0
    },
  }
}

type MarkupKind = 'open' | 'close' | 'comment' | 'instruction' | 'cdata' | 'declaration'

function markupKind(chunk: Uint8Array, at: number): MarkupKind | 'more' {
  const next = chunk[at + 1]
  if (next === undefined) return 'more'
  if (next === slash) return 'close'
  if (next === 0x3f) return 'instruction'
  if (next !== 0x21) return 'open'
  const ahead = Buffer.from(chunk.subarray(at + 1, at + 9)).toString('latin1')
  if (ahead.startsWith('!--')) return 'comment'
  if (ahead === '![CDATA[') return 'cdata'
  return '!--'.startsWith(ahead) || '![CDATA['.startsWith(ahead) ? 'more' : 'declaration'
}

function isIgnored(mode: Mode): boolean {
  return mode === 'comment' || mode === 'instruction' || mode === 'declaration'
}

function endsHere(mode: Mode, byte: number, before: number, beforeThat: number): boolean {
  if (byte !== greaterThan) return false
  if (mode === 'instruction') return before === 0x3f
  const twice = mode === 'comment' ? 0x2d : 0x5d
  return before === twice && beforeThat === twice
}
