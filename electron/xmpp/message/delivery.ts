/**
 * What brings our messages out and proves that the server has them: by its acknowledgements (XEP-0198), which the
 * connection reports. Without them by pings: the server reads a stream in order (RFC 6120, 10.1), so an answer proves
 * all that was written before it. What neither has proved when its stream is over is in doubt: the archive is asked for
 * it before it goes out again. In a room nothing but the message itself, as the room sends it to all, proves that it has come
 * there (XEP-0045, 7.4): what was written and has not come back when we are in the room anew goes out again.
 */
import type { BareJid } from '../../../shared/domain/address.ts'
import { isOccupant } from '../../../shared/domain/conversation.ts'
import { type Failure, isConnectionLost, toFailure } from '../../../shared/domain/failure.ts'
import type { Message, MessageId } from '../../../shared/domain/message.ts'
import type { StanzaChannel, StreamEnd } from '../../connection/session.ts'
import type { DomainEvent, Emit } from '../../core/events.ts'
import { type Clock, drop, type Log } from '../../core/ports/index.ts'
import type { Element } from '../../stanza/element.ts'
import { buildMessage } from './build.ts'
import { createLosses } from './losses.ts'
import { createTeller } from './tell.ts'

export interface Delivery {
  /**
   * There may be something to send. Done by itself whenever a stream is bound or resumed. Resolves when all of the
   * outbox is written, or the stream is gone; rejects where the outbox cannot be read.
   */
  flush(): Promise<void>
  dispose(): void
}

export interface DeliveryOptions {
  readonly channel: StanzaChannel
  /** Resolves when the server has answered, be it with an error. */
  readonly ping: { pingServer(): Promise<void> }
  readonly emit: Emit
  /** Own messages that are `queued` or `sent`, oldest first. */
  readonly outbox: () => Promise<readonly Message[]>
  /**
   * Which of the messages in doubt the server has; null where nobody knows. Rejects with `not-connected` or
   * `network-lost` where the connection ended meanwhile: it is asked again on the next one.
   */
  readonly settle: (doubtful: readonly Message[]) => Promise<ReadonlySet<MessageId> | null>
  /** What goes along with a message, also when it is written again. */
  readonly extras?: (message: Message) => readonly Element[]
  /**
   * Rooms: our being in the one that a message goes to, or to somebody in it; null while we are not, or do not know yet what
   * was said there meanwhile: it waits, and nothing else does. What goes to all in a room is in doubt when our being in it
   * is another one. Undefined: it has nothing to do with rooms.
   */
  readonly stay?: (message: Message) => Stay | null | undefined
  readonly clock: Clock
  readonly log: Log
}

/** Our being in a room, from going in until we are out of it or in it anew. */
export interface Stay {
  readonly room: BareJid
}

/**
 * What has gone out on one stream, over all its connections. With the next one everything that is not `stored` is in
 * doubt and goes out again.
 */
interface Stream {
  readonly written: Set<MessageId>
  /** Written, the one that is being written too, and not proved; oldest first. */
  unproved: readonly MessageId[]
  proof: Promise<void> | null
  /** Nobody is to be asked any more about what streams before have left in doubt. */
  asked: boolean
}

/** Stream errors (RFC 6120, 4.9.3) that have nothing to do with what we wrote. */
const blameless: ReadonlySet<string> = new Set([
  ...['connection-timeout', 'not-authorized', 'remote-connection-failed', 'reset'],
  ...['resource-constraint', 'see-other-host', 'system-shutdown'],
])

export function createDelivery(options: DeliveryOptions): Delivery {
  const { channel, ping, emit, outbox, settle, extras = () => [], clock, log } = options
  const stayOf = options.stay ?? (() => undefined)
  /** It goes to all in a room, which alone proves that it has come there. */
  const isForAll = (message: Message): boolean => stayOf(message) !== undefined && !isOccupant(message.peer)
  const { account } = channel
  const teller = createTeller({ emit, clock, log })
  /** Proved or given up, while the store does not know yet: not to be sent again. */
  const settled = new Set<MessageId>()
  /** A server ended a stream that these had been written to: each goes out alone, so that the next end tells which. */
  const suspects = new Set<MessageId>()
  const losses = createLosses()
  /** What was written to a room while we were in it. */
  const writtenTo = new WeakMap<Stay, Set<MessageId>>()
  let stream: Stream = newStream()
  let writing = false
  let written = Promise.resolve()
  let again = false
  let disposed = false

  /** One at a time, so that nothing overtakes. */
  function flush(): Promise<void> {
    again = true
    if (!writing) written = writeAll()
    return written
  }

  async function writeAll(): Promise<void> {
    writing = true
    try {
      while (again && !disposed && channel.address() !== null) {
        again = false
        await writeOutbox(stream)
      }
    } finally {
      // In the same turn as the last look at `again`: a flush in between would be lost.
      writing = false
    }
  }

  async function writeOutbox(current: Stream): Promise<void> {
    // What is settled while the outbox is being read may still be in it.
    const known = new Set(settled)
    const messages = (await outbox()).filter(({ id }) => !known.has(id))
    if (!current.asked && !(await settleDoubts(messages, current))) return
    for (const message of messages) {
      if (current !== stream) {
        again = true
        return
      }
      if (settled.has(message.id)) continue
      const alone = suspects.has(message.id) && !current.written.has(message.id)
      if (alone) await proveOrLog(current)
      if (!(await write(message, current))) return
      if (alone) await proveOrLog(current)
    }
    const asks = current.unproved.length > 0 && !channel.acknowledges()
    if (asks) drop(prove(current), log, 'asking whether messages arrived')
  }

  /**
   * "The archive on the server is asked before anything in doubt is sent again", and before anything newer is.
   * @returns whether nothing was in doubt; else the outbox is to be read again, or the connection is gone
   */
  async function settleDoubts(messages: readonly Message[], current: Stream): Promise<boolean> {
    const doubtful = messages.filter(
      message => message.state === 'sent' && !settled.has(message.id) && !isForAll(message),
    )
    const there = doubtful.length === 0 ? null : await whichAreThere(doubtful)
    if (there === 'lost') return false
    if (current === stream) {
      current.asked = true
      judgeLosses(doubtful.filter(({ id }) => there?.has(id) !== true))
    }
    // The server has them, whatever stream it is asked on.
    if (there !== null && there.size > 0) drop(proved(stream, [...there]), log, 'messages that were in doubt')
    again ||= doubtful.length > 0
    return doubtful.length === 0
  }

  async function whichAreThere(doubtful: readonly Message[]): Promise<ReadonlySet<MessageId> | null | 'lost'> {
    try {
      return await settle(doubtful)
    } catch (error) {
      if (isConnectionLost(error)) return 'lost'
      log.warn('what is in doubt goes out again', { error: error instanceof Error ? error.message : '' })
      return null
    }
  }

  /** False where the stream is gone. */
  async function write(message: Message, current: Stream): Promise<boolean> {
    const { id } = message
    // A `queued` one that has been written failed meanwhile, and the person sends it again.
    const stay = stayOf(message)
    if (stay === null) return true
    const written = stay === undefined || isOccupant(message.peer) ? current.written : writtenIn(stay)
    if (written.has(id) && message.state === 'sent') return true
    // On disk first: after a restart what may have gone out is in doubt, and asked for before it goes out again.
    if (message.state === 'queued') await teller.tell({ type: 'message.sent', account, ids: [id] })
    if (current !== stream) {
      again = true
      return false
    }
    if (stayOf(message) !== stay) return true
    // Before it is out: a server may end the stream in the middle of it.
    current.unproved = [...current.unproved.filter(each => each !== id), id]
    written.delete(id)
    try {
      await channel.send(buildMessage(message, extras(message), stay !== undefined))
    } catch (error) {
      if (isConnectionLost(error)) return false
      current.unproved = current.unproved.filter(each => each !== id)
      // One message that cannot be sent must not hold up the others.
      await conclude([id], { type: 'message.failed', account, id, failure: toFailure(error) })
      return true
    }
    current.written.add(id)
    written.add(id)
    return true
  }

  function writtenIn(stay: Stay): Set<MessageId> {
    const written = writtenTo.get(stay) ?? new Set()
    writtenTo.set(stay, written)
    return written
  }

  /** One ping at a time; what is written meanwhile waits for the next. */
  function prove(current: Stream): Promise<void> {
    current.proof ??= proveAll(current).finally(() => {
      current.proof = null
    })
    return current.proof
  }

  async function proveAll(current: Stream): Promise<void> {
    while (current === stream) {
      // What the end of a connection kept from being written comes again on this very stream, where it goes on.
      const covered = current.unproved.filter(id => current.written.has(id))
      if (covered.length === 0) return
      await ping.pingServer()
      // Proved even where the stream has ended since.
      await proved(current, covered)
    }
  }

  /** The server has them. */
  async function proved(current: Stream, ids: readonly MessageId[]): Promise<void> {
    current.unproved = current.unproved.filter(id => !ids.includes(id))
    for (const id of ids) suspects.delete(id)
    losses.proved(ids)
    await conclude(ids, { type: 'message.stored', account, ids })
  }

  async function proveOrLog(current: Stream): Promise<void> {
    try {
      await prove(current)
    } catch (error) {
      // No answer in time, or no stream any more: the others need not wait for it.
      log.warn('a message was not proved', { error: error instanceof Error ? error.message : '' })
    }
  }

  async function conclude(ids: readonly MessageId[], event: DomainEvent): Promise<void> {
    for (const id of ids) settled.add(id)
    try {
      await teller.tell(event)
    } finally {
      for (const id of ids) settled.delete(id)
    }
  }

  /**
   * A message at which the server ends the stream would end every stream from now on. The first such end makes suspects
   * of all that had been written; the second shows which, for it was alone. Each end is worth one more attempt.
   */
  function ended({ failure, resumable, tryAgain }: StreamEnd): void {
    losses.ended(failure)
    if (resumable) return
    const { unproved } = stream
    stream = newStream()
    const [only] = unproved
    if (only === undefined || !mayBeOurs(failure)) return
    tryAgain()
    if (unproved.length > 1 || !suspects.has(only)) {
      for (const id of unproved) suspects.add(id)
      return
    }
    drop(conclude([only], { type: 'message.failed', account, id: only, failure: refusal(failure) }), log, 'giving up')
  }

  /**
   * A server that goes deaf at a message, or closes the connection at it without a word, would do so at each attempt.
   * @param missing what it does not have of what was written on the stream before, oldest first
   */
  function judgeLosses(missing: readonly Message[]): void {
    const { guilty, suspected } = losses.judge(missing)
    for (const { id } of suspected) suspects.add(id)
    if (guilty === null) return
    const failure: Failure = { code: 'message-too-long', details: {} }
    drop(conclude([guilty.id], { type: 'message.failed', account, id: guilty.id, failure }), log, 'giving up')
  }

  const ends = [
    channel.onOnline(() => {
      stream = newStream()
      drop(flush(), log, 'sending')
    }),
    // The connection has written again what was under way; now what came meanwhile.
    channel.onResumed(() => drop(flush(), log, 'sending')),
    channel.onAcknowledged(ids => drop(proved(stream, ids as readonly MessageId[]), log, 'acknowledged messages')),
    channel.onOffline(ended),
  ]
  return {
    flush,
    dispose() {
      for (const end of ends) end()
      disposed = true
      stream = newStream()
      teller.dispose()
    },
  }
}

function newStream(): Stream {
  return { written: new Set(), unproved: [], proof: null, asked: false }
}

function mayBeOurs(failure: Failure | null): failure is Failure {
  return failure?.code === 'stream-error' && !blameless.has(failure.details.condition ?? '')
}

/** Size is what policies are about in practice (Prosody, ejabberd, jabberd2, Openfire). */
function refusal({ details: { condition, text } }: Failure): Failure {
  const words = text === undefined ? {} : { text }
  const details = condition === undefined ? words : { condition, ...words }
  return { code: condition === 'policy-violation' ? 'message-too-long' : 'message-not-delivered', details }
}
