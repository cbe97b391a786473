import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Clock } from '../../core/ports/index.ts'
import { lostConnection, type Place, timedOut } from '../failures.ts'

/** Bytes that go out: as many as are said, no more and no fewer. */
export interface Body {
  readonly size: number
  readonly bytes: AsyncIterable<Uint8Array>
}

export interface Ask {
  readonly method: 'GET' | 'PUT'
  readonly url: URL
  readonly headers: readonly (readonly [string, string])[]
  readonly body: Body | null
  /** Bytes of the body that the connection has taken. */
  readonly onSent?: (bytes: number) => void
}

/**
 * The systems of both ends, and what stands between them, have taken what they hold long before it has arrived: bytes that
 * get through a slow network in the time of a stall, and as many as are held at most.
 */
const onTheWay = 1024 * 1024
const mostOnTheWay = 16 * onTheWay

/**
 * One request and the beginning of its answer (HTTP/1.1, RFC 9112), over an open connection that is used for nothing
 * else. An answer that comes before all is sent ends the sending: it is a refusal.
 * @param stall milliseconds in which something must go or come; for the answer, so much more as there may be on the way
 * @throws AppError `network-lost`, `timed-out`; what the body throws; the signal's reason
 */
export async function exchange(
  connection: Duplex,
  ask: Ask,
  how: { readonly clock: Clock; readonly stall: number; readonly signal: AbortSignal; readonly place: Place },
): Promise<IncomingMessage> {
  const { clock, stall, signal, place } = how
  const { url, body } = ask
  if (body !== null) readBeforeFailing(connection)
  const request = httpRequest({
    createConnection: () => connection,
    method: ask.method,
    path: `${url.pathname}${url.search}`,
    setHost: false,
    headers: flat([
      ['Host', url.host],
      ['Accept-Encoding', 'identity'],
      ['Connection', 'close'],
      ...ask.headers,
      ...(body === null ? [] : [['Content-Length', String(body.size)] as const]),
    ]),
  })
  const answer = Promise.withResolvers<IncomingMessage>()
  // Nobody may be waiting yet when it goes wrong.
  answer.promise.catch(() => {})
  const watch = createStallWatch(clock, stall, () => fail(timedOut(place, ask.method)))
  const abort = (): void => fail(signal.reason)
  let answered = false

  function fail(error: unknown): void {
    answer.reject(error)
    request.destroy()
    connection.destroy()
  }

  signal.addEventListener('abort', abort, { once: true })
  request.once('response', message => {
    answered = true
    // An error after this one is the message's.
    message.on('error', () => {})
    answer.resolve(message)
  })
  request.on('error', error => answer.reject(lostConnection(place, error)))
  request.once('close', () => answer.reject(lostConnection(place)))
  try {
    if (signal.aborted) abort()
    if (body === null) request.end()
    else await Promise.race([answer.promise, send(request, body, () => answered, ask.onSent, watch.alive)])
    watch.alive(stall * (1 + Math.min(body?.size ?? 0, mostOnTheWay) / onTheWay))
    return await answer.promise
  } catch (error) {
    fail(error)
    throw error
  } finally {
    watch.end()
    signal.removeEventListener('abort', abort)
  }
}

/**
 * A server that refuses what is still being sent may have closed when more is written (RFC 9112, 9.6): the write fails,
 * and with it would go what has been said before. It fails when that has been read.
 */
function readBeforeFailing(connection: Duplex): void {
  type Done = (error?: Error | null) => void
  const held =
    (done: Done): Done =>
    error => {
      if (error instanceof Error && !connection.readableEnded) connection.once('end', () => done(error))
      else done(error)
    }
  const { _write: write, _writev: writeAll } = connection
  connection._write = (chunk, encoding, done) => write.call(connection, chunk, encoding, held(done))
  if (writeAll !== undefined) connection._writev = (chunks, done) => writeAll.call(connection, chunks, held(done))
}

async function send(
  request: ClientRequest,
  { bytes }: Body,
  isAnswered: () => boolean,
  onSent: (bytes: number) => void = () => {},
  alive: () => void,
): Promise<void> {
  let sent = 0
  for await (const chunk of bytes) {
    if (isAnswered() || request.destroyed) return
    if (!request.write(chunk)) await drained(request)
    sent += chunk.length
    onSent(sent)
    alive()
  }
  if (!request.destroyed) request.end()
}

function drained(request: ClientRequest): Promise<void> {
  return new Promise(resolve => {
    const done = (): void => {
      for (const event of ['drain', 'close', 'response', 'error']) request.off(event, done)
      resolve()
    }
    for (const event of ['drain', 'close', 'response', 'error']) request.once(event, done)
  })
}

/** Calls back once when nothing has been alive for so long. */
export function createStallWatch(
  clock: Clock,
  limit: number,
  stalled: () => void,
): { readonly alive: (patience?: number) => void; readonly end: () => void } {
  let callOff = clock.after(limit, stalled)
  return {
    alive(patience = limit) {
      callOff()
      callOff = clock.after(patience, stalled)
    },
    end: () => callOff(),
  }
}

/** Node keeps the order and repetitions of headers only in a list of names and values. */
function flat(headers: readonly (readonly [string, string])[]): readonly string[] {
  return headers.flat()
}
