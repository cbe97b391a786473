/** Servers of several domains that find each other: no DNS outside of this machine is asked. */
import { type DnsEntry, startDnsServer } from './dns-server.ts'
import type { RunningServer, ServerOptions } from './running-server.ts'
import { freePort } from './tied-process.ts'

export interface Member {
  readonly start: (options: ServerOptions) => Promise<RunningServer>
  readonly options: ServerOptions & { readonly domain: string }
}

export interface Federation extends AsyncDisposable {
  /** In the order of the members. */
  readonly servers: readonly RunningServer[]
}

/**
 * Starts Prosody and ejabberd in any number, each of a domain of its own. Who is not a member does not exist for them, but for
 * `absent`: domains that have an address where nobody listens.
 */
export async function startFederation(members: readonly Member[], absent: readonly string[] = []): Promise<Federation> {
  const ports = await Promise.all([...members, ...absent].map(() => freePort()))
  const domains = [...members.map(member => member.options.domain), ...absent]
  const peers = Object.fromEntries(domains.map((domain, index) => [domain, ports[index] ?? 0]))
  const names: Record<string, DnsEntry> = {}
  // Not a name: ejabberd asks the system for the target, which may ask anybody.
  for (const [domain, port] of Object.entries(peers))
    names[`_xmpp-server._tcp.${domain}`] = { services: [{ target: '127.0.0.1', port }] }
  await using started = new AsyncDisposableStack()
  const dns = started.use(await startDnsServer({ names }))
  const servers = await Promise.all(
    members.map(({ start, options: { domain, ...options } }) =>
      start({ ...options, domain, federation: { port: peers[domain] ?? 0, dnsPort: dns.port, peers } }),
    ),
  )
  for (const server of servers) started.use(server)
  const all = started.move()
  return { servers, [Symbol.asyncDispose]: () => all.disposeAsync() }
}
