import type { Duplex } from 'node:stream'
import { connect } from 'node:tls'
import type { Clock } from '../core/ports/index.ts'
import { domainToAscii } from '../stanza/jid.ts'

/**
 * Whether a port speaks TLS from the first byte. A port that waits for a handshake ends the connection at a stream
 * header without a word, as one does that is in trouble; this tells the two apart. Nothing else is sent.
 * @param connection open and unused; it is closed in any case
 * @param limit milliseconds
 * @param signal calls it off; the answer is no then
 */
export async function probeTls(
  connection: Duplex,
  domain: string,
  clock: Clock,
  limit: number,
  signal: AbortSignal,
): Promise<boolean> {
  const socket = connect({
    socket: connection,
    servername: domainToAscii(domain),
    // Nothing but the handshake happens here: whose certificate it is does not matter.
    rejectUnauthorized: false,
    checkServerIdentity: () => undefined,
  })
  const answer = Promise.withResolvers<boolean>()
  const callOff = clock.after(limit, () => answer.resolve(false))
  const abort = (): void => answer.resolve(false)
  signal.addEventListener('abort', abort, { once: true })
  if (signal.aborted) abort()
  socket.on('error', () => answer.resolve(false))
  socket.once('close', () => answer.resolve(false))
  socket.once('secureConnect', () => answer.resolve(true))
  try {
    return await answer.promise
  } finally {
    callOff()
    signal.removeEventListener('abort', abort)
    socket.destroy()
    connection.destroy()
  }
}
