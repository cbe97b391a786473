import { isIP } from 'node:net'
import type { Duplex } from 'node:stream'
import type { TrustedCertificate } from '../../../shared/domain/certificate.ts'
import type { ConnectionSettings } from '../../../shared/domain/connection.ts'
import { AppError } from '../../../shared/domain/failure.ts'
import type { Clock, Network } from '../../core/ports/index.ts'
import { domainToAscii } from '../../stanza/jid.ts'
import { connectServer } from '../connect-server.ts'
import { overriddenEndpoint } from '../endpoints.ts'
import { connectFailure, type Place, timedOut } from '../failures.ts'
import type { Limits } from '../limits.ts'
import type { Roots } from '../roots.ts'
import { secure } from '../secure.ts'
import { untilAborted } from '../until-aborted.ts'
import { isPrivateAddress } from './private-address.ts'

export interface OpenOptions {
  /** The account's XMPP domain. */
  readonly domain: string
  readonly settings: Pick<ConnectionSettings, 'host' | 'port' | 'directTls'>
  readonly pins: readonly TrustedCertificate[]
  readonly roots: () => Roots
  readonly network: Network
  readonly clock: Clock
  readonly limits: Limits
  /** Whether our server has named this place for uploads: a private network may hold it, and the domain's pins serve it. */
  readonly isOwn: boolean
  readonly signal: AbortSignal
}

/**
 * A connection over which HTTP can be spoken with the host of an address, TLS included, by the trust of the account.
 * Names are looked up once, and what was looked at is what is connected to: a second answer (DNS rebinding) counts for
 * nothing.
 * @throws AppError as a sign-in has them (`dns-not-found`, `connection-refused`, `timed-out`, `tls-failed`,
 * `certificate-…`), and `link-private`
 */
export async function openWeb(url: URL, options: OpenOptions): Promise<Duplex> {
  const { domain, pins, roots, network, clock, limits, isOwn, signal } = options
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const isHttps = url.protocol === 'https:'
  const place: Place = { domain: host, host, port: Number(url.port || (isHttps ? 443 : 80)) }
  const addresses = (await find(host, place, options)).filter(address => isOwn || !isPrivateAddress(address))
  if (addresses.length === 0) {
    throw new AppError('link-private', 'the address leads into a private network', place)
  }
  const server = { host, port: place.port ?? 443, directTls: isHttps, addresses: async () => addresses }
  const { connection } = await connectServer([server], { domain: host, network, clock, limits, signal })
  if (!isHttps) return connection

  const secured = secure(connection, {
    domain: shownName(host, domain),
    directTls: true,
    protocol: 'http/1.1',
    roots: roots(),
    pins,
    // "The pin also serves HTTPS of the domain, of names below it and of the upload host that the server named."
    ...((isOwn || isBelow(host, domain)) && { pinnedFor: domain }),
    now: clock.now(),
    place,
  })
  const limit = new AbortController()
  const callOff = clock.after(limits.handshake, () => limit.abort(timedOut(place, 'handshake')))
  try {
    const { socket } = await untilAborted(AbortSignal.any([signal, limit.signal]), secured)
    return socket
  } catch (error) {
    connection.destroy()
    secured.then(
      ({ socket }) => socket.destroy(),
      () => {},
    )
    throw error
  } finally {
    callOff()
  }
}

/** Whether a host is the domain, or a name below it. */
export function isBelow(host: string, domain: string): boolean {
  const ascii = domainToAscii(domain)
  return host === ascii || host.endsWith(`.${ascii}`)
}

/** The domain as the person knows it, where the host is the domain: its pins carry that name. */
function shownName(host: string, domain: string): string {
  return host === domainToAscii(domain) ? domain : host
}

/** "An override in force also serves HTTPS URLs of the domain and of names below it when those names do not resolve." */
async function find(host: string, place: Place, options: OpenOptions): Promise<readonly string[]> {
  if (isIP(host) !== 0) return [host]
  try {
    return await lookUp(host, place, options)
  } catch (error) {
    const override = overriddenEndpoint(options.settings, options.domain)
    const isUnknown = error instanceof AppError && error.code === 'dns-not-found'
    if (!isUnknown || override === null || !isBelow(host, options.domain)) throw error
    const instead = asciiHost(override.host)
    if (instead === host) throw error
    return isIP(instead) === 0 ? lookUp(instead, { ...place, host: instead }, options) : [instead]
  }
}

async function lookUp(
  name: string,
  place: Place,
  { network, clock, limits, signal }: OpenOptions,
): Promise<readonly string[]> {
  const limit = new AbortController()
  // A resolver that is silent knows nothing, either: the override may.
  const silent = new AppError('dns-not-found', `${name}: the resolver is silent`, place)
  const callOff = clock.after(limits.addresses, () => limit.abort(silent))
  try {
    const either = AbortSignal.any([signal, limit.signal])
    const found = await untilAborted(either, network.resolveAddress(name, either))
    if (found.length === 0) throw new AppError('dns-not-found', `${name} has no address`, place)
    return found
  } catch (error) {
    signal.throwIfAborted()
    throw connectFailure(error, place)
  } finally {
    callOff()
  }
}

function asciiHost(host: string): string {
  try {
    return domainToAscii(host)
  } catch {
    return host
  }
}
