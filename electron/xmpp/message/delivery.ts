/**
 * What brings our messages out and proves that the server has them, without stream management (XEP-0198 comes later):
 * the server reads a stream in order (RFC 6120, 10.1), so an answer to a ping proves all that was written before it.
 */
import { AppError, toFailure } from '../../../shared/domain/failure.ts'
import type { Message, MessageId } from '../../../shared/domain/message.ts'
import type { StanzaChannel } from '../../connection/session.ts'
import type { Emit } from '../../core/events.ts'
import { drop, type Log } from '../../core/ports/index.ts'
import { buildMessage } from './build.ts'

export interface Delivery {
  /**
   * There may be something to send. Done by itself whenever a stream is bound. Resolves when all of the outbox is
   * written, or the stream is gone; rejects where the store does.
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
  readonly log: Log
}

/** What has gone out on one stream. With the next one everything that is not `stored` is in doubt and goes out again. */
interface Stream {
  /** Written, and whether the store knows. */
  readonly written: Map<MessageId, 'told' | 'untold'>
  /** Written after the last ping. */
  unproved: readonly MessageId[]
  proving: boolean
}

export function createDelivery(options: DeliveryOptions): Delivery {
  const { channel, ping, emit, outbox, log } = options
  const { account } = channel
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
    for (const message of await outbox()) {
      if (current !== stream) {
        again = true
        return
      }
      if (!(await write(message, current))) return
    }
    if (current.unproved.length > 0) drop(prove(current), log, 'asking whether messages arrived')
  }

  /** False where the stream is gone. */
  async function write(message: Message, current: Stream): Promise<boolean> {
    const { id } = message
    const before = current.written.get(id)
    // A `queued` one that the store knew as sent failed meanwhile, and the person sends it again.
    if (before === 'told' && message.state === 'sent') return true
    if (before !== 'untold') {
      try {
        await channel.send(buildMessage(message))
      } catch (error) {
        if (isConnectionLost(error)) return false
        // One message that cannot be sent must not hold up the others.
        await emit({ type: 'message.failed', account, id, failure: toFailure(error) })
        return true
      }
      current.written.set(id, 'untold')
      current.unproved = [...current.unproved, id]
    }
    await emit({ type: 'message.sent', account, ids: [id] })
    current.written.set(id, 'told')
    return true
  }

  /** One ping at a time; what is written meanwhile waits for the next. */
  async function prove(current: Stream): Promise<void> {
    if (current.proving) return
    current.proving = true
    try {
      while (current === stream && current.unproved.length > 0) {
        const covered = current.unproved
        current.unproved = []
        try {
          await ping.pingServer()
        } catch (error) {
          current.unproved = [...covered, ...current.unproved]
          throw error
        }
        // Proved even where the stream has ended since.
        await emit({ type: 'message.stored', account, ids: covered })
      }
    } finally {
      current.proving = false
    }
  }

  const ends = [
    channel.onOnline(() => {
      stream = newStream()
      drop(flush(), log, 'sending')
    }),
    channel.onOffline(() => {
      stream = newStream()
    }),
  ]
  return {
    flush,
    dispose() {
      for (const end of ends) end()
      disposed = true
      stream = newStream()
    },
  }
}

function newStream(): Stream {
  return { written: new Map(), unproved: [], proving: false }
}

function isConnectionLost(error: unknown): boolean {
  return error instanceof AppError && (error.code === 'not-connected' || error.code === 'network-lost')
}
