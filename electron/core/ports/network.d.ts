import type { Duplex } from 'node:stream'
export interface ServiceRecord {
  readonly target: string
  readonly port: number
  readonly priority: number
  readonly weight: number
}
/** Name look-ups and connections; tests give their own. Errors carry Node's `code` (ENOTFOUND, ECONNREFUSED, …). */
export interface Network {
  /** SRV records of a name (RFC 2782); rejects with Node's DNS codes. */
  resolveService(name: string, signal: AbortSignal): Promise<readonly ServiceRecord[]>
  /** Addresses of a name by the system's resolver, hosts file included. */
  resolveAddress(name: string, signal: AbortSignal): Promise<readonly string[]>
  /** Opens a TCP connection to an IP address; resolves when it is open, and destroys it when the signal ends it. */
  connect(address: string, port: number, signal: AbortSignal): Promise<Duplex>
}
