import { StringDecoder } from 'node:string_decoder'
import { type Element, Parser } from '@xmpp/xml'

/** What the server reads of one connection. Ours to trust: the program under test wrote it. */
export interface StanzaReader {
  read(bytes: Uint8Array): void
  /** The next bytes are a new stream's. */
  restart(): void
}

export function createStanzaReader(on: {
  readonly header: (header: Element) => void
  readonly element: (element: Element) => void
  readonly end: () => void
  /** What the program wrote is no XML. */
  readonly fault: (reason: string) => void
}): StanzaReader {
  const decoder = new StringDecoder('utf8')
  let headed = false
  /** One character of a stream does not say what it is. */
  let begun = ''
  let parser = newParser()

  function newParser(): Parser {
    const next = new Parser()
    headed = false
    next.on('start', header => {
      headed = true
      on.header(header)
    })
    next.on('element', on.element)
    next.on('end', on.end)
    next.on('error', (error: Error) => on.fault(error.message))
    return next
  }

  return {
    read(bytes) {
      const text = begun + decoder.write(Buffer.from(bytes))
      begun = ''
      if (!headed && text === '<') {
        begun = text
        return
      }
      // The program gave up before it knew that a new stream was to begin.
      if (!headed && text.startsWith('</')) return on.end()
      try {
        parser.write(text)
      } catch (error) {
        on.fault(error instanceof Error ? error.message : '')
      }
    },
    restart() {
      parser = newParser()
    },
  }
}
