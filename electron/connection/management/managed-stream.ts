/**
 * XEP-0198: Stream Management, version 1.6.3, https://xmpp.org/extensions/xep-0198.html
 * Supported: acknowledgements both ways, resumption over connections and over a restart of the program. Left out:
 * `location` (it may have no DNS, and no policy covers it), `max` (only the server knows, so it is asked).
 */
import type { FullJid } from '../../../shared/domain/address.ts'
import { AppError } from '../../../shared/domain/failure.ts'
import type { Clock, KeptStream, Log, ReceivedPlace, StreamKeeper } from '../../core/ports/index.ts'
import { type Element, xml } from '../../stanza/element.ts'
import { lostConnection } from '../failures.ts'
import type { Limits } from '../limits.ts'
import { namespaces } from '../namespaces.ts'
import { createQuestion } from './question.ts'
import { createReceived } from './received.ts'
import { countOf, covers, createUnacknowledged, toWire } from './unacknowledged.ts'
import type { Worth } from './worth.ts'

/** The connection that a managed stream is on at present. */
export interface ManagedWire {
  /** Rejects when it cannot be written any more. */
  write(text: string): Promise<void>
  readonly open: boolean
  /** An acknowledgement was asked for: something has to arrive now. */
  asked(): void
  /** Asks for something that every server answers. */
  ping(): void
  /** Nothing is being read, for too much of what came is not done yet. */
  readonly held: boolean
  fail(error: unknown): void
}

/** One stream over all its connections: what was counted, and what was written and not acknowledged. */
export interface ManagedStream {
  /** Null where the server does not resume it. */
  readonly id: string | null
  readonly address: FullJid
  /** The server has acknowledged something. */
  readonly heeded: boolean
  /** On this connection from now on. */
  attach(wire: ManagedWire): void
  /** The connection is gone. What has arrived on it and was not handed over is forgotten: it will come again. */
  detach(): void
  /** A stanza has arrived, in the order of the wire; null for one that the guard skipped. */
  arrived(stanza: Element | null): void
  /** The place of a message, for the disk. */
  placeOf(stanza: Element): ReceivedPlace | null
  /** A stanza is being handled; it counts as handled when the work is done. */
  handle(stanza: Element, work: Promise<unknown> | null): void
  /** `<r/>` or `<a/>`. */
  receive(element: Element): void
  /**
   * Writes a stanza, or keeps it for the resumption where the connection breaks meanwhile.
   * @throws AppError `not-connected` where it is neither written nor kept
   */
  send(text: string, message: string | null): Promise<void>
  /** Asks for an acknowledgement. */
  ask(): void
  /** `h` for `<resume/>`: waits for what is still being kept. @throws AppError `network-lost` where the disk refuses */
  inbound(): Promise<string>
  /**
   * The server goes on with it: settles what it has, writes the rest again.
   * @returns whether it had been given up: what was known by heart (roster, presences) is to be asked for again
   * @throws AppError `stream-error`
   */
  resumed(h: string | undefined, wire: ManagedWire): boolean
  /** All know by now that it goes on, and as what. */
  told(): void
  /** Resolves when the server has acknowledged something since it was resumed: it reads what we write. */
  proved(): Promise<void>
  /**
   * That did not come in time.
   * @param isHeard other things did
   * @returns whether it is the second time in a row, which is no chance
   */
  unproved(isHeard: boolean): boolean
  /** The server does not; some say what they have handled all the same. */
  refused(h: string | undefined): void
  /** Says what we have handled, before the stream is closed. */
  farewell(): Promise<void>
  /** What is known of it once its connection was given up: the rest is sent anew by whoever sent it. */
  given(): KeptStream | null
}

export interface ManagedStreamOptions {
  readonly id: string | null
  readonly address: FullJid
  /** What was known of it when it was given up. */
  readonly kept: KeptStream | null
  readonly keeper: StreamKeeper | null
  readonly clock: Clock
  readonly limits: Limits
  readonly log: Log
  readonly worth: Worth
  /** Messages that the server has accepted responsibility for. */
  readonly onAcknowledged: (messages: readonly string[]) => void
}

export function createManagedStream(options: ManagedStreamOptions): ManagedStream {
  const { id, address, clock, limits, log, worth, onAcknowledged } = options
  const keeper = id === null ? null : options.keeper
  const received = createReceived(options.kept?.inbound ?? 0, answer)
  const places = new WeakMap<Element, number>()
  /** What was known when it was given up, until the server has said how much of that it has. */
  let kept = options.kept
  /** It had been given up, and nobody who has to know of it does: a connection may break before. */
  let wasGiven = kept !== null
  let sent = createUnacknowledged(0)
  let wire: ManagedWire | null = null
  /** Since when it is on this one. */
  let since = 0
  let heeded = false
  /** Everything that is written goes through it, so that counts and bytes have one order. */
  let turn: Promise<void> = Promise.resolve()
  let callOffAsking: (() => void) | null = null
  /** The server has asked, when this many had arrived. */
  let askedAt: number | null = null
  let callOffAnswer = (): void => {}
  let answering = false
  let proof = Promise.withResolvers<void>()
  /** Resumptions in a row after which nothing was acknowledged. */
  let failures = 0
  const question = createQuestion({
    ...{ clock, limits },
    held: () => wire?.held ?? false,
    again() {
      // On a server that does not acknowledge at all, only another answer tells that the connection is alive.
      if (!heeded) wire?.ping()
      ask()
    },
    unheard() {
      worth.unheeded(!heeded)
      wire?.fail(lostConnection({}))
    },
  })

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = turn.then(work)
    turn = result.then(
      () => {},
      () => {},
    )
    return result
  }

  const write = (to: ManagedWire, text: string): Promise<void> => to.write(text).catch(() => {})

  function ask(): void {
    callOffAsking?.()
    callOffAsking = null
    if (wire === null || !wire.open) return
    void write(wire, String(xml('r', { xmlns: namespaces.management })))
    wire.asked()
    if (sent.waiting.length > 0) question.asked()
  }

  /** Once for all that is written within a short time. */
  function askSoon(): void {
    callOffAsking ??= clock.after(limits.acknowledge, ask)
  }

  /** Answers what the server has asked as soon as all that had arrived by then is handled. */
  function answer(): void {
    if (askedAt !== null && received.handled >= askedAt) acknowledge().catch(logRefusal)
  }

  /** On disk first: after a restart we must not say less than we have said. */
  async function acknowledge(): Promise<void> {
    if (answering) return
    answering = true
    try {
      const { handled } = received
      // What is still being kept is acknowledged when it is kept, without being asked again.
      if (askedAt !== null && handled >= askedAt) askedAt = null
      callOffAnswer()
      if (id !== null) await keeper?.handled({ stream: id, count: handled })
      if (wire?.open) await write(wire, String(xml('a', { xmlns: namespaces.management, h: toWire(handled) })))
    } finally {
      answering = false
    }
    answer()
  }

  const logRefusal = (error: unknown): void =>
    log.error('what was received could not be acknowledged', { reason: error instanceof Error ? error.message : '' })

  /** @returns false for a number that cannot be */
  function settle(text: string | undefined): boolean {
    const h = countOf(text)
    if (h === null) return false
    if (kept !== null) {
      report(kept.unacknowledged.filter(({ count }) => covers(h, count)).map(({ message }) => message))
      sent = createUnacknowledged(h)
      kept = null
      return true
    }
    const covered = sent.acknowledge(h)
    if (covered === null) return false
    report(covered.flatMap(({ message }) => (message === null ? [] : [message])))
    return true
  }

  function report(messages: readonly string[]): void {
    if (messages.length > 0) onAcknowledged(messages)
  }

  function impossible(h: string | undefined): AppError {
    return new AppError('stream-error', `the server has handled ${h}, which cannot be`, {
      condition: 'undefined-condition',
    })
  }

  /** The stream is given up: what is in doubt is asked for in the archive, and written again. */
  function unacknowledged(): AppError {
    return new AppError('stream-error', 'too much is not acknowledged', { condition: 'resource-constraint' })
  }

  return {
    id,
    address,
    get heeded() {
      return heeded
    },
    attach(next) {
      wire = next
      since = clock.now()
    },
    detach() {
      wire = null
      callOffAsking?.()
      callOffAsking = null
      question.answered()
      callOffAnswer()
      askedAt = null
    },
    arrived(stanza) {
      const place = received.arrived()
      if (stanza === null) received.handle(place, null)
      else places.set(stanza, place)
    },
    placeOf(stanza) {
      const place = places.get(stanza)
      return place === undefined || id === null ? null : received.placeOf(place, id)
    },
    handle(stanza, work) {
      const place = places.get(stanza)
      // Those before `<enabled/>` do not count.
      if (place !== undefined) received.handle(place, work)
    },
    receive(element) {
      if (element.getName() === 'r') {
        askedAt = received.count
        callOffAnswer()
        // "MUST NOT be withheld": where something is not kept in time, we say what is.
        callOffAnswer = clock.after(limits.answerAcknowledge, () => acknowledge().catch(logRefusal))
        answer()
      } else if (element.getName() === 'a') {
        const before = sent.waiting.length
        if (settle(element.attrs.h)) {
          failures = 0
          heeded = true
          worth.heeded(since)
          proof.resolve()
          const left = sent.waiting.length
          if (left < before || left === 0) question.answered()
          // Asked for already, or about to be.
          if (left > 0) question.asked()
        } else wire?.fail(impossible(element.attrs.h))
      }
    },
    send: (text, message) =>
      inTurn(async () => {
        const to = wire
        if (to === null || !to.open) throw new AppError('not-connected', 'there is no connection')
        const count = sent.add({ text, message })
        if (keeper !== null && id !== null && message !== null) {
          try {
            await keeper.writing({ stream: id, count }, message)
          } catch (error) {
            sent.takeBack()
            throw error
          }
        }
        // Another connection has written it again with all that waited, or will.
        if (wire !== to || !to.open) return { written: Promise.resolve() }
        if (sent.tooMuch) to.fail(unacknowledged())
        askSoon()
        return { written: write(to, text) }
      }).then(({ written }) => written),
    ask,
    async inbound() {
      await received.settle()
      const { handled } = received
      try {
        // On disk first, as with every acknowledgement: the server forgets what this covers.
        if (id !== null) await keeper?.handled({ stream: id, count: handled })
      } catch (error) {
        // The stream is not over because the disk is full: the next attempt asks again.
        throw new AppError('network-lost', 'what was received could not be kept', {}, error)
      }
      return toWire(handled)
    },
    resumed(h, next) {
      if (!settle(h)) throw impossible(h)
      wire = next
      since = clock.now()
      proof = Promise.withResolvers()
      const count = sent.first - 1
      const given = wasGiven
      inTurn(async () => {
        // Before anything is written: what stood behind this place when it was given up is not what will stand there.
        if (given && id !== null) await keeper?.continued({ stream: id, count })
        for (const { text } of sent.waiting) void write(next, text)
        ask()
        if (!heeded) next.ping()
      }).catch((error: unknown) => {
        next.fail(new AppError('network-lost', 'where the stream goes on could not be kept', {}, error))
      })
      return given
    },
    told() {
      wasGiven = false
    },
    proved: () => proof.promise,
    unproved(isHeard) {
      failures += 1
      if (isHeard && !heeded) worth.unheeded(true)
      return failures > 1
    },
    refused(h) {
      if (h !== undefined && !settle(h)) log.warn('the count of a refused resumption makes no sense')
    },
    async farewell() {
      const late = Promise.withResolvers<void>()
      const callOff = clock.after(limits.goodbye, late.resolve)
      await Promise.race([received.settled(), late.promise])
      callOff()
      await acknowledge().catch(logRefusal)
    },
    given() {
      if (id === null || kept !== null) return kept
      const unacknowledged = sent.waiting.flatMap(({ message }, index) =>
        message === null ? [] : [{ message, count: sent.first + index }],
      )
      return { id, address, inbound: received.handled, unacknowledged }
    },
  }
}
