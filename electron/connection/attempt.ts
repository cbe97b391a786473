import type { ConnectionStep } from '../../shared/domain/connection.ts'
import { AppError, toFailure } from '../../shared/domain/failure.ts'
import type { Network } from '../core/ports/index.ts'
import { splitJid } from '../stanza/jid.ts'
import { type Connected, connectServer } from './connect-server.ts'
import { timedOut } from './failures.ts'
import { type FoundServer, findServer } from './find-server.ts'
import { type NegotiateOptions, negotiate, type Progress } from './negotiate.ts'
import type { OnlineStream } from './online-stream.ts'
import { codeForTlsOnlyPort, neverInClear } from './policy.ts'
import { probeTls } from './probe-tls.ts'

export interface AttemptOptions extends NegotiateOptions {
  readonly network: Network
  readonly random: () => number
  readonly onStep: (step: ConnectionStep) => void
}

/**
 * One attempt to sign in: finds the server, connects, and negotiates, with new objects throughout. Where DNS names
 * several servers, one that cannot be used before the password is put to use makes room for the next.
 * @throws AppError with one of the sign-in codes; the signal's reason when it is called off
 */
export async function attempt(options: AttemptOptions): Promise<OnlineStream> {
  const { account, clock, limits } = options
  const { domain } = splitJid(account)
  const limit = new AbortController()
  const callOff = clock.after(limits.attempt, () => limit.abort(timedOut({ domain }, 'the whole attempt')))
  try {
    return await tryServers({ ...options, signal: AbortSignal.any([options.signal, limit.signal]) }, domain)
  } finally {
    callOff()
  }
}

async function tryServers(options: AttemptOptions, domain: string): Promise<OnlineStream> {
  const { onStep, signal } = options
  let { credentials } = options
  const onTlsBegun = (): void => {
    credentials = { ...credentials, settings: neverInClear(credentials.settings) }
    options.onTlsBegun()
  }
  onStep('resolving')
  let servers = await findServer({ ...options, ...credentials, domain })
  let first: unknown = null

  while (servers.length > 0) {
    signal.throwIfAborted()
    onStep('connecting')
    let connected: Connected
    try {
      connected = await connectServer(servers, { ...options, domain })
    } catch (error) {
      throw first ?? error
    }
    const { connection, server, place, others } = connected
    const progress: Progress = { answered: false, authenticating: false, resuming: false }
    try {
      return await negotiate(connection, place, server.directTls, progress, { ...options, credentials, onTlsBegun })
    } catch (error) {
      const explained = await explain(error, server, progress, options, domain)
      first ??= explained
      if (progress.authenticating || !makesRoom(explained)) throw explained
      // Also where it was the probe that began it.
      if (explained.code === 'tls-failed') onTlsBegun()
      servers = others
    }
  }
  throw first
}

const passable = new Set(['tls-failed', 'timed-out', 'network-lost'])

function makesRoom(error: unknown): error is AppError {
  return error instanceof AppError && passable.has(error.code)
}

/**
 * A connection that ended before the server said a word, or that answered with what is no XML (an alert of TLS, for
 * one), may have led to a port for direct TLS.
 */
async function explain(
  error: unknown,
  server: FoundServer,
  progress: Progress,
  options: AttemptOptions,
  domain: string,
): Promise<unknown> {
  const { clock, limits, credentials, signal } = options
  const { code, details } = toFailure(error)
  const noXml = code === 'stream-error' && details.condition === 'not-well-formed'
  if (progress.answered || !(code === 'network-lost' || noXml) || server.directTls || signal.aborted) return error
  try {
    const { connection, place } = await connectServer([server], { ...options, domain })
    if (!(await probeTls(connection, domain, clock, limits.handshake, signal))) return error
    return new AppError(codeForTlsOnlyPort(credentials.settings), 'the port speaks TLS from the first byte', place)
  } catch {
    // It cannot even be connected to any more: what was known before stands.
    return error
  }
}
