import { EventEmitter } from 'node:events'
import { Parser } from '@xmpp/xml'
import type { Log } from '../core/ports/index.ts'
import type { Element } from '../stanza/element.ts'
import { malformedInput } from './failures.ts'
import { createSplitter, type InputLimits, inputLimits } from './stanza-splitter.ts'

/**
 * What @xmpp/connection expects of a parser (events `start`, `element`, `end`), over bytes and within limits. Where an
 * element is left out, `skipped` says which.
 */
export interface GuardedParser extends EventEmitter {
  /**
   * @returns how many bytes at the end were not read, because of `halt`
   * @throws AppError `stream-error`
   */
  write(chunk: Uint8Array): number
  halt(): void
  /** An element has begun and not ended. */
  readonly midway: boolean
}

export function createGuardedParser(log: Log, limits: InputLimits = inputLimits): GuardedParser {
  const parser = new EventEmitter()
  let header = ''
  let inner: InnerParser | null = null

  const splitter = createSplitter(
    {
      onHeader(text) {
        header = text
        inner = startInner(header)
        if (inner === null) throw malformedInput('a header without sense')
        parser.emit('start', inner.root)
      },
      onStanza(text) {
        const element = inner?.parse(text) ?? null
        if (element !== null) {
          parser.emit('element', element)
          return
        }
        // One stanza never costs the stream: a poisoned offline message would come again after each sign-in.
        log.warn('a stanza without sense was left out', { size: text.length })
        inner = startInner(header)
        parser.emit('skipped', /^<([^\s/>]+)/u.exec(text)?.[1] ?? '')
      },
      onSkipped(reason, name) {
        log.warn('a stanza was left out', { reason, name })
        parser.emit('skipped', name)
      },
      onEnd: () => parser.emit('end', inner?.root),
    },
    limits,
  )
  return Object.defineProperty(
    Object.assign(parser, { write: splitter.write, halt: splitter.halt, midway: false }),
    'midway',
    { get: () => splitter.midway },
  )
}

interface InnerParser {
  readonly root: Element
  /** The element, or null where it is not well-formed; the parser is of no use after that. */
  parse(text: string): Element | null
}

/** The library's parser behind the stream's opening tag, whose namespaces each stanza needs. */
function startInner(header: string): InnerParser | null {
  const parser = new Parser()
  const elements: Element[] = []
  let root: Element | null = null
  let ended = false
  parser.on('start', element => {
    root = element
  })
  parser.on('element', element => elements.push(element))
  parser.on('end', () => {
    ended = true
  })
  const write = (text: string): boolean => {
    try {
      // It throws for entities that it does not know, and its `error` event, which nobody listens to, throws as well.
      parser.write(text)
      return !ended
    } catch {
      return false
    }
  }
  if (!write(header) || root === null) return null
  return {
    root,
    parse(text) {
      const well = write(text)
      const [element, ...more] = elements.splice(0)
      return well && element !== undefined && more.length === 0 ? element : null
    },
  }
}
