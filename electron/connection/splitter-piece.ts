import { isXmlText } from '../stanza/xml-text.ts'
import type { SkipReason } from './stanza-splitter.ts'

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

const nothing: Uint8Array = new Uint8Array()

/** The bytes of one stanza, as long as they are wanted. */
export interface Piece {
  /** Its first tag has begun. */
  begun: boolean
  name: string
  /** Elements and attributes so far. */
  elements: number
  attributes: number
  readonly skipped: SkipReason | null
  add(bytes: Uint8Array): void
  /** From here on only its end is looked for. The first reason stays. */
  skip(reason: SkipReason): void
  /** It is over, and another one may begin, of no more than that many bytes. */
  reset(limit: number): void
  /** Null where it is not UTF-8 (RFC 6120, 11.6), or has characters that XML has not. */
  text(): string | null
}

/** @param most bytes; with more it is skipped as `too-large` */
export function createPiece(most: number): Piece {
  let limit = most
  // Copied into one buffer that grows: the pieces of a stanza that comes byte by byte would take a hundred times its size.
  let bytes = nothing
  let size = 0
  let skipped: SkipReason | null = null

  function skip(reason: SkipReason): void {
    skipped ??= reason
    bytes = nothing
  }

  return {
    begun: false,
    name: '',
    elements: 0,
    attributes: 0,
    get skipped() {
      return skipped
    },
    add(more) {
      if (skipped !== null) return
      const needed = size + more.length
      if (needed > limit) return skip('too-large')
      if (needed > bytes.length) {
        const larger = Buffer.allocUnsafe(size === 0 ? needed : Math.min(2 * needed, limit))
        larger.set(bytes.subarray(0, size))
        bytes = larger
      }
      bytes.set(more, size)
      size = needed
    },
    skip,
    reset(next) {
      bytes = nothing
      limit = next
      size = this.elements = this.attributes = 0
      skipped = null
      this.begun = false
      this.name = ''
    },
    text() {
      try {
        const text = decoder.decode(bytes.subarray(0, size))
        return isXmlText(text) ? text : null
      } catch {
        // No UTF-8.
        return null
      }
    },
  }
}
