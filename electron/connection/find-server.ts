import { isIP } from 'node:net'
import type { ConnectionSettings } from '../../shared/domain/connection.ts'
import { AppError } from '../../shared/domain/failure.ts'
import type { Clock, Log, Network } from '../core/ports/index.ts'
import { domainToAscii } from '../stanza/jid.ts'
import {
  domainEndpoint,
  type Endpoint,
  orderEndpoints,
  overriddenEndpoint,
  type ServiceAnswer,
  saysNo,
} from './endpoints.ts'
import { connectFailure, errorCode, timedOut } from './failures.ts'
import type { Limits } from './limits.ts'
import { mayEncrypt } from './policy.ts'
import { untilAborted } from './until-aborted.ts'

/** An endpoint and the look-up of its addresses, which is under way. */
export interface FoundServer extends Endpoint {
  /** Rejects with AppError `dns-not-found` or `timed-out`. */
  addresses(signal: AbortSignal): Promise<readonly string[]>
}

export interface FindServerOptions {
  readonly domain: string
  readonly settings: ConnectionSettings
  readonly network: Network
  readonly clock: Clock
  readonly limits: Limits
  readonly random: () => number
  readonly log: Log
  readonly signal: AbortSignal
}

/**
 * Where the server of a domain may be (RFC 6120, 3.2; XEP-0368), in the order to try: the override, else what DNS
 * names, else the domain itself.
 * @throws AppError `dns-not-found` where the domain says that it has no such service
 */
export async function findServer(options: FindServerOptions): Promise<readonly FoundServer[]> {
  const { settings, random, log } = options
  const domain = domainToAscii(options.domain)
  const override = overriddenEndpoint(settings, domain)
  if (override !== null) return [found(override, options)]

  // Beside the service records, so that a domain without any has lost no time.
  const itself = found(domainEndpoint(domain, settings.directTls), options)
  if (isIP(domain) !== 0) return [itself]
  const [secure, plain] = await Promise.all([
    mayEncrypt(settings) ? lookUp(`_xmpps-client._tcp.${domain}`, options) : null,
    settings.directTls ? null : lookUp(`_xmpp-client._tcp.${domain}`, options),
  ])
  const named = orderEndpoints(secure, plain, random)
  log.debug('service records', { count: named?.length ?? null })
  if (named?.length === 0 || (settings.directTls && saysNo(secure))) {
    throw new AppError('dns-not-found', 'DNS says that the domain has no XMPP service', { domain: options.domain })
  }
  if (named === null) return [itself]
  return named.map(endpoint => found(endpoint, options))
}

/** "A resolver that refuses, fails or is silent for 2 s means 'no SRV'." */
async function lookUp(
  name: string,
  { network, clock, limits, log, signal }: FindServerOptions,
): Promise<ServiceAnswer> {
  const limit = new AbortController()
  const callOff = clock.after(limits.services, () => limit.abort(new Error('silent')))
  try {
    const either = AbortSignal.any([signal, limit.signal])
    return await untilAborted(either, network.resolveService(name, either))
  } catch (error) {
    signal.throwIfAborted()
    log.debug('no service records', { name, reason: errorCode(error) })
    return null
  } finally {
    callOff()
  }
}

function found(endpoint: Endpoint, options: FindServerOptions): FoundServer {
  const { network, clock, limits, domain } = options
  const { host, port } = endpoint
  const place = { domain, host, port }
  const resolve = async (): Promise<readonly string[]> => {
    if (isIP(host) !== 0) return [host]
    const limit = new AbortController()
    const late = timedOut(place, 'address look-up')
    const callOff = clock.after(limits.addresses, () => limit.abort(late))
    try {
      const either = AbortSignal.any([options.signal, limit.signal])
      const answer = await untilAborted(either, network.resolveAddress(asciiHost(host), either))
      if (answer.length === 0) throw new AppError('dns-not-found', `${host} has no address`, place)
      return answer
    } catch (error) {
      throw connectFailure(error, place)
    } finally {
      callOff()
    }
  }

  const addresses = resolve()
  // It may fail before anybody asks for it.
  addresses.catch(() => {})
  return { ...endpoint, addresses: signal => untilAborted(signal, addresses) }
}

/** A host that was typed may have letters of its own; one that DNS gave may have what IDNA refuses, and stays. */
function asciiHost(host: string): string {
  try {
    return domainToAscii(host)
  } catch {
    return host
  }
}
