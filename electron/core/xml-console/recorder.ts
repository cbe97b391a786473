import {
  mostXmlEntries,
  type XmlConsoleEntry,
  type XmlDirection,
  type XmlKind,
} from '../../../shared/domain/xml-console.ts'
import type { StreamTap } from '../../connection/stream-tap.ts'
import { Element, parseElement } from '../../stanza/element.ts'
import { printElement, printHeader } from '../../stanza/redact/print-element.ts'
import { redact } from '../../stanza/redact/redact.ts'
import type { Clock } from '../ports/index.ts'

/**
 * What one account's streams carry, without its secrets, in memory only. How each stream began is always kept (a few
 * elements: whoever opens the console to see how signing in went cannot do so before); all the rest only from the first
 * opening on, so that who never opens it pays nothing and has no second copy of what is said.
 */
export interface XmlRecorder {
  readonly tap: StreamTap
  /** @returns what there is, oldest first; what follows is told */
  open(): readonly XmlConsoleEntry[]
  close(): void
  /** @returns the `order` of the last entry that is forgotten */
  clear(): number
  entries(): readonly XmlConsoleEntry[]
  dispose(): void
}

/** A flood must not keep the program from its work: what is more in one turn than this is counted, not shown. */
export const recorderLimits = {
  /** Milliseconds of a turn, after which what is new is told. */
  turn: 100,
  entriesOfTurn: 200,
  /** Characters. */
  sizeOfTurn: 400_000,
  sizeOfEntry: 64_000,
  size: 4_000_000,
  entries: mostXmlEntries,
  /** Entries while only beginnings are kept. */
  beginnings: 60,
}

export function createXmlRecorder(options: {
  readonly clock: Clock
  readonly tell: (entries: readonly XmlConsoleEntry[]) => void
}): XmlRecorder {
  const { clock, tell } = options
  const limits = recorderLimits
  const privateFields = new Set<string>()
  let entries: XmlConsoleEntry[] = []
  let size = 0
  let order = 0
  let recording = false
  let isOpen = false
  let callOff: (() => void) | null = null
  let turn = { news: [] as XmlConsoleEntry[], size: 0, lost: 0 }

  function add(entry: XmlConsoleEntry): void {
    entries.push(entry)
    size += sizeOf(entry)
    const most = recording ? limits.entries : limits.beginnings
    while (entries.length > most || size > limits.size) {
      const oldest = entries.shift()
      if (oldest === undefined) break
      size -= sizeOf(oldest)
    }
    turn.news.push(entry)
  }

  function endTurn(): void {
    callOff = null
    const { lost } = turn
    if (lost > 0) add({ type: 'gap', order: ++order, time: clock.now(), count: lost })
    const { news } = turn
    turn = { news: [], size: 0, lost: 0 }
    if (isOpen && news.length > 0) tell(news)
  }

  function record(direction: XmlDirection, kind: XmlKind, what: Element | string): void {
    callOff ??= clock.after(limits.turn, endTurn)
    if (turn.news.length >= limits.entriesOfTurn || turn.size >= limits.sizeOfTurn) {
      turn.lost += 1
      return
    }
    const { xml, cut } = shownOf(what, privateFields)
    turn.size += xml.length
    add({ type: 'element', order: ++order, time: clock.now(), direction, kind, xml, cut })
  }

  return {
    tap(direction, what) {
      try {
        const name = nameOf(what)
        const kind = kindOf(name)
        if (recording || isBeginning(kind, name, what)) record(direction, kind, what)
      } catch {
        // Whatever it is made of, the connection goes on without its having been looked at.
        turn.lost += 1
      }
    },
    open() {
      recording = true
      isOpen = true
      return [...entries]
    },
    close() {
      isOpen = false
    },
    clear() {
      entries = []
      size = 0
      turn = { news: [], size: turn.size, lost: 0 }
      return order
    },
    entries: () => [...entries],
    dispose() {
      callOff?.()
      entries = []
      turn = { news: [], size: 0, lost: 0 }
      isOpen = false
    },
  }
}

function shownOf(what: Element | string, privateFields: Set<string>): { readonly xml: string; readonly cut: boolean } {
  const element = typeof what === 'string' ? elementOf(what) : what
  // What is no element may hold anything: nobody could tell a secret in it.
  if (element === null) return { xml: '', cut: true }
  if (element.getName() === 'stream') {
    const header = new Element(element.name, element.attrs)
    return { xml: printHeader(redact(header).element), cut: false }
  }
  const redacted = redact(element, { size: recorderLimits.sizeOfEntry, privateFields })
  return { xml: printElement(redacted.element), cut: redacted.cut }
}

const header = /^(?:<\?xml[^>]*\?>)?\s*(<(?:\w+:)?stream\s[^>]*[^/>])>$/

/** What is written, read again: null where it is no element. */
function elementOf(text: string): Element | null {
  if (text.length > recorderLimits.sizeOfTurn) return null
  const opening = header.exec(text)
  try {
    return parseElement(opening === null ? text : `${opening[1]}/>`)
  } catch {
    // Said by an empty entry.
    return null
  }
}

/** Local name. */
function nameOf(what: Element | string): string {
  if (typeof what !== 'string') return what.getName()
  return /^(?:<\?xml[^>]*\?>)?\s*<(?:[^\s<>:/]+:)?([^\s<>:/]+)/.exec(what)?.[1] ?? ''
}

function kindOf(name: string): XmlKind {
  return name === 'message' || name === 'presence' || name === 'iq' ? name : 'stream'
}

/** All but stanzas and acknowledgements (XEP-0198), and the stanzas that bind (RFC 6120, 7; RFC 3921, 3). */
function isBeginning(kind: XmlKind, name: string, what: Element | string): boolean {
  if (kind === 'stream') return name !== 'r' && name !== 'a'
  if (kind !== 'iq') return false
  if (typeof what === 'string') return what.length < 1000 && /<(?:bind|session)[\s/>]/.test(what)
  return (what.getChild('bind') ?? what.getChild('session')) !== undefined
}

function sizeOf(entry: XmlConsoleEntry): number {
  return entry.type === 'element' ? entry.xml.length : 0
}
