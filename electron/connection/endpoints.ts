import type { ConnectionSettings } from '../../shared/domain/connection.ts'
import type { ServiceRecord } from '../core/ports/index.ts'

/** A host and port to try, and how TLS begins there. */
export interface Endpoint {
  /** Host name or IP address, without brackets. */
  readonly host: string
  readonly port: number
  readonly directTls: boolean
}

export const startTlsPort = 5222
export const directTlsPort = 5223

/** What the look-ups of one service said: null when there was no usable answer. */
export type ServiceAnswer = readonly ServiceRecord[] | null

/** Where to connect when a host was given, or the port alone; null leaves it to DNS. */
export function overriddenEndpoint(
  settings: Pick<ConnectionSettings, 'host' | 'port' | 'directTls'>,
  domain: string,
): Endpoint | null {
  if (settings.host === null && settings.port === null) return null
  return {
    host: withoutBrackets(settings.host ?? domain),
    port: settings.port ?? (settings.directTls ? directTlsPort : startTlsPort),
    directTls: settings.directTls,
  }
}

/** Where to connect when DNS has no service records: the domain itself (RFC 6120, 3.2.2). */
export function domainEndpoint(domain: string, directTls: boolean): Endpoint {
  return { host: withoutBrackets(domain), port: directTls ? directTlsPort : startTlsPort, directTls }
}

/**
 * The endpoints that DNS names, in the order to try them.
 * XEP-0368, 3: "both 'xmpp-' and 'xmpps-' records SHOULD be treated as the same record with regard to connection order".
 * @param secure answer for `_xmpps-client`, null where it must be ignored
 * @param plain answer for `_xmpp-client`, null where it must be ignored
 * @param random 0 inclusive to 1 exclusive
 * @returns null where there are no records that say more than "no direct TLS"; empty where the domain says that it
 * offers no such service (RFC 2782: a target of `.` means "that the service is decidedly not available at this domain")
 */
export function orderEndpoints(secure: ServiceAnswer, plain: ServiceAnswer, random: () => number): Endpoint[] | null {
  const all = [
    ...(secure ?? []).map(record => ({ ...record, directTls: true })),
    ...(plain ?? []).map(record => ({ ...record, directTls: false })),
  ]
  const offered = all.filter(isOffered)
  // The one that says no speaks for its own service: without direct TLS there may still be STARTTLS at the domain itself.
  if (offered.length === 0 && !saysNo(plain)) return null
  return byPriorityAndWeight(offered, random).map(({ target, port, directTls }) => ({
    host: target.replace(/\.$/u, ''),
    port,
    directTls,
  }))
}

/** Whether the answer is that the service is not there; none at all says nothing. */
export function saysNo(answer: ServiceAnswer): boolean {
  return answer !== null && answer.length > 0 && !answer.some(isOffered)
}

function isOffered({ target }: ServiceRecord): boolean {
  return target !== '.' && target !== ''
}

type Weighted = Pick<ServiceRecord, 'priority' | 'weight'>

function byPriorityAndWeight<T extends Weighted>(records: readonly T[], random: () => number): T[] {
  const priorities = [...new Set(records.map(record => record.priority))].sort((a, b) => a - b)
  return priorities.flatMap(priority => {
    const rest = records.filter(record => record.priority === priority).sort((a, b) => a.weight - b.weight)
    const ordered: T[] = []
    while (rest.length > 0) ordered.push(...rest.splice(drawByWeight(rest, random), 1))
    return ordered
  })
}

/**
 * RFC 2782: "choose a uniform random number between 0 and the sum computed (inclusive), and select the RR whose running
 * sum value is the first in the selected order which is greater than or equal to the random number selected".
 * @param records sorted, weight 0 first
 */
function drawByWeight(records: readonly Weighted[], random: () => number): number {
  const sum = records.reduce((total, record) => total + record.weight, 0)
  const drawn = Math.floor(random() * (sum + 1))
  let running = 0
  return records.findIndex(record => {
    running += record.weight
    return running >= drawn
  })
}

function withoutBrackets(host: string): string {
  return host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host
}
