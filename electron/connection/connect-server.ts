import type { Duplex } from 'node:stream'
import type { AppError } from '../../shared/domain/failure.ts'
import type { Clock, Network } from '../core/ports/index.ts'
import { connectFailure, type Place, timedOut } from './failures.ts'
import type { FoundServer } from './find-server.ts'
import { firstOf } from './first-of.ts'
import type { Limits } from './limits.ts'

export interface ConnectOptions {
  readonly domain: string
  readonly network: Network
  readonly clock: Clock
  readonly limits: Limits
  readonly signal: AbortSignal
}

export interface Connected {
  readonly connection: Duplex
  readonly server: FoundServer
  readonly place: Place
  /** What is left to try if this one turns out to be of no use. */
  readonly others: readonly FoundServer[]
}

/**
 * Opens a TCP connection to the first server that answers, trying every address of each.
 * @throws AppError `dns-not-found`, `connection-refused`, `timed-out` or `network-lost`: the most telling of all
 */
export async function connectServer(servers: readonly FoundServer[], options: ConnectOptions): Promise<Connected> {
  const { clock, limits, signal, domain } = options
  try {
    const { value, index, failed } = await firstOf(
      servers.map(server => (loser: AbortSignal) => connectOne(server, loser, options)),
      { stagger: limits.stagger, clock, signal, discard: connection => connection.destroy() },
    )
    const server = servers[index]
    if (server === undefined) throw new Error('unreachable')
    const others = servers.filter((_, each) => each !== index && !failed.has(each))
    return { connection: value, server, place: placeOf(server, domain), others }
  } catch (error) {
    throw mostTelling(error, { domain })
  }
}

async function connectOne(server: FoundServer, signal: AbortSignal, options: ConnectOptions): Promise<Duplex> {
  const { network, clock, limits, domain } = options
  const place = placeOf(server, domain)
  const addresses = await server.addresses(signal)
  try {
    const { value } = await firstOf(
      addresses.map(address => (loser: AbortSignal) => {
        const limit = new AbortController()
        const callOff = clock.after(limits.connect, () => limit.abort(timedOut(place, 'connect')))
        return network.connect(address, server.port, AbortSignal.any([loser, limit.signal])).finally(callOff)
      }),
      { stagger: limits.stagger, clock, signal, discard: connection => connection.destroy() },
    )
    return value
  } catch (error) {
    throw mostTelling(error, place)
  }
}

const telling = ['connection-refused', 'timed-out', 'network-lost', 'dns-not-found']

/** A port that refused says more than a name that was not found. */
function mostTelling(error: unknown, place: Place): AppError {
  const errors = error instanceof AggregateError ? error.errors : [error]
  const failures = errors.map(each => connectFailure(each, place))
  const [best] = failures.toSorted((a, b) => telling.indexOf(a.code) - telling.indexOf(b.code))
  return best ?? connectFailure(new Error('nothing to try'), place)
}

function placeOf(server: FoundServer, domain: string): Place {
  return { domain, host: server.host, port: server.port }
}
