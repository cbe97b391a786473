import type { Duplex } from 'node:stream'
import { Client } from '@xmpp/client-core'
import ConnectionTCP from '@xmpp/tcp/lib/Connection.js'
import type { AccountId, FullJid } from '../../shared/domain/address.ts'
import { AppError } from '../../shared/domain/failure.ts'
import type { Log } from '../core/ports/index.ts'
import type { Element } from '../stanza/element.ts'
import { lostConnection, type Place, streamFailure } from './failures.ts'
import { createGuardedParser, type GuardedParser } from './guarded-parser.ts'
import type { ManagedStream } from './management/managed-stream.ts'
import { namespaces } from './namespaces.ts'
import type { StreamTap } from './stream-tap.ts'
import { createWire, type Wire } from './wire.ts'

export interface EntityOptions {
  readonly account: AccountId
  readonly domain: string
  readonly place: Place
  readonly log: Log
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Milliseconds that one may take to come in. */
  readonly longestStanza: number
  /** Whatever ends the stream: the connection, the server's stream error, input without sense. */
  readonly onFault: (error: unknown) => void
  readonly tap?: StreamTap
}

/**
 * @xmpp/client-core's Client over a connection that is already open, with what fails in it replaced: input is read
 * within limits and never throws, and it follows and closes nothing by itself. A class because the library's is one.
 */
export class StreamEntity extends Client {
  readonly #options: EntityOptions
  #wire: Wire | null = null
  #guarded: GuardedParser | null = null
  #held: Element[] | null = null
  /** The closing tag is written, or there is nobody to write it to. */
  #closed = true
  #lastHeard = 0
  /** Since when the stanza that has begun has been coming in. */
  #comingSince: number | null = null
  #work = 0
  #managed: ManagedStream | null = null
  #answer: ((element: Element) => void) | null = null

  constructor(options: EntityOptions) {
    super({ domain: options.domain })
    this.#options = options
    this.Transport = ConnectionTCP
    // Every error of the library's parts; without a listener it would end the program.
    this.on('error', options.onFault)
    this.on('disconnect', () => options.onFault(lostConnection(options.place)))
    this.on('close', () => options.onFault(lostConnection(options.place)))
    this.on('open', (header: Element) => options.tap?.('in', header))
    this._jid(options.account)
  }

  /** @param secure TLS is up: only then may the header say who we are (RFC 6120, 4.7.1) */
  attach(connection: Duplex, secure: boolean): void {
    this.#wire = createWire(connection, secure, this.#options.place, unsent => this.#isBusy(unsent))
    this._attachSocket(this.#wire)
    this.status = 'connect'
  }

  /** Leaves the connection to somebody else: reads and writes nothing more. */
  detach(): void {
    this.#closed = true
    this._detachParser()
    this._detachSocket()
    this.#wire?.release()
  }

  /** Sends a stream header and reads the answer with a new parser (RFC 6120, 4.3.3). */
  async openStream(): Promise<void> {
    this._detachParser()
    this._status('opening')
    const header = this.headerElement()
    header.attrs.to = this.#options.domain
    this.root = header
    this.#guarded = createGuardedParser(this.#options.log)
    this.#guarded.on('skipped', (name: string) => {
      // A stanza that is skipped has been received: it would come again with every resumption.
      if (stanzaNames.has(name)) this.#managed?.arrived(null)
      this.#options.tap?.('in', `<${name}`)
      this.#comingSince = null
    })
    this._attachParser(this.#guarded)
    this.#closed = false
    await this.write(this.header(header))
  }

  /** Whether a stream is open on the connection that is attached. */
  get spoken(): boolean {
    return this.#wire !== null && this.socket !== null
  }

  /** Writes the closing tag, once (RFC 6120, 4.4). */
  sayGoodbye(): void {
    if (this.#closed || this.socket === null) return
    this.#closed = true
    this.#wire?.write('</stream:stream>', () => {})
  }

  /** From inside an event: reads nothing behind the element at hand. */
  haltInput(): void {
    this.#guarded?.halt()
  }

  /** Keeps back all that follows, until `releaseHeld`. */
  holdInput(): void {
    this.#held ??= []
  }

  /** Something that came begins to be worked on, outside of here; the returned function ends it. */
  beginWork(): () => void {
    this.#work += 1
    let done = false
    return () => {
      if (done) return
      done = true
      this.#work -= 1
      this.#wire?.goOn()
    }
  }

  /** More has come in than is done, or more is to go out than the server takes: nothing is read until it is less. */
  #isBusy(unsent: number): boolean {
    return this.#work >= mostWork || unsent >= mostUnsent
  }

  /** Nothing is being read. */
  get held(): boolean {
    return this.#work >= mostWork
  }

  releaseHeld(): void {
    const held = this.#held ?? []
    this.#held = null
    for (const element of held) this.#pass(element)
  }

  /**
   * Sends an element of stream management and resolves with the answer, what `answered` makes of it before anything
   * behind it is read.
   */
  async askManagement<T>(element: Element, answered: (answer: Element) => T): Promise<T> {
    const waiting = Promise.withResolvers<T>()
    this.#answer = answer => {
      this.#answer = null
      try {
        waiting.resolve(answered(answer))
      } catch (error) {
        waiting.reject(error)
      }
    }
    await this.write(String(element))
    return waiting.promise
  }

  /** The stream is bound already, to this address. */
  resumeAs(address: FullJid): void {
    this._jid(address)
    this._ready(true)
  }

  /** From here on stanzas are counted, both ways. */
  manage(managed: ManagedStream): void {
    this.#managed = managed
  }

  override async send(element: Element): Promise<void> {
    if (this.#managed === null || !stanzaNames.has(element.name)) return super.send(element)
    element.parent = this.root
    return this.#managed.send(String(element), element.name === 'message' ? (element.attrs.id ?? null) : null)
  }

  /**
   * When bytes last arrived, by the clock of the options. Those of a stanza that does not end show no life: all that
   * comes is taken for part of it. While nothing is read the server cannot show any.
   */
  get lastHeard(): number {
    const now = this.#options.now()
    if (this.held) return now
    const since = this.#comingSince
    return since !== null && now - since > this.#options.longestStanza ? since : this.#lastHeard
  }

  override _onData(data: Uint8Array): void {
    this.#lastHeard = this.#options.now()
    if (this.#guarded === null || this.parser === null) return
    const parser = this.#guarded
    try {
      const unread = parser.write(data)
      this.#comingSince = parser.midway ? (this.#comingSince ?? this.#lastHeard) : null
      // The one who halted the input expects nothing behind: in clear, it could be anybody's.
      if (unread > 0) this.emit('unread', unread)
    } catch (error) {
      this._detachParser()
      this.#options.onFault(error)
    }
  }

  override _onElement(element: Element): void {
    this.#options.tap?.('in', element)
    this.#comingSince = null
    if (element.is('error', namespaces.stream)) {
      this.#options.onFault(streamFailure(element, this.#options.place))
      return
    }
    if (element.getNS() === namespaces.management && (this.#managed !== null || this.#answer !== null)) {
      if (element.is('r') || element.is('a')) this.#managed?.receive(element)
      else this.#answer?.(element)
      return
    }
    if (isStanza(element)) this.#managed?.arrived(element)
    if (this.#held !== null) this.#held.push(element)
    else this.#pass(element)
  }

  #pass(element: Element): void {
    // Messages are handled when they are kept (`runOnline`), all else when it was handed over.
    if (element.name !== 'message') this.#managed?.handle(element, null)
    try {
      super._onElement(element)
    } catch (error) {
      // An address that the library cannot parse, for one: this stanza alone is lost.
      const reason = error instanceof Error ? error.message : ''
      this.#managed?.handle(element, null)
      this.#options.log.warn('a stanza was left out', { name: element.name, reason })
    }
  }

  override async write(text: string): Promise<void> {
    // The library would throw a TypeError, or write behind the closing tag.
    if (this.socket === null || this.#closed) throw new AppError('not-connected', 'there is no connection')
    this.#options.tap?.('out', text)
    await super.write(text)
  }
}

/** Stanzas that are being worked on, and bytes to be sent. */
const mostWork = 2000
const mostUnsent = 1024 * 1024

const stanzaNames = new Set(['message', 'presence', 'iq'])

function isStanza(element: Element): boolean {
  return stanzaNames.has(element.name) && element.getNS() === namespaces.client
}
