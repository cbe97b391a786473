import { lookup, Resolver } from 'node:dns/promises'
import { connect } from 'node:net'
import type { Network } from '../core/ports/index.ts'
import { untilAborted } from './until-aborted.ts'

/**
 * Names and connections by Node.
 * @param dnsServers `address` or `address:port` of the servers to ask instead of the system's; the hosts file and the
 * system's resolver stay in use for addresses
 */
export function createNodeNetwork(options: { readonly dnsServers?: readonly string[] } = {}): Network {
  const { dnsServers } = options

  function createResolver(signal: AbortSignal): Resolver {
    // One for each look-up: cancelling ends all that a resolver has begun. The limit is the caller's.
    const resolver = new Resolver({ timeout: 2000, tries: 3 })
    if (dnsServers !== undefined) resolver.setServers([...dnsServers])
    signal.addEventListener('abort', () => resolver.cancel(), { once: true })
    return resolver
  }

  return {
    async resolveService(name, signal) {
      signal.throwIfAborted()
      const records = await untilAborted(signal, createResolver(signal).resolveSrv(name))
      return records.map(({ name: target, port, priority, weight }) => ({ target, port, priority, weight }))
    },

    async resolveAddress(name, signal) {
      signal.throwIfAborted()
      // The system's resolver cannot be called off.
      const bySystem = lookup(name, { all: true, order: 'verbatim' }).then(found => found.map(each => each.address))
      if (dnsServers === undefined) return untilAborted(signal, bySystem)
      const resolver = createResolver(signal)
      const asked = Promise.any([resolver.resolve4(name), resolver.resolve6(name)])
      return untilAborted(signal, firstAnswer([bySystem, asked]))
    },

    connect(address, port, signal) {
      return new Promise((resolve, reject) => {
        signal.throwIfAborted()
        const socket = connect({ host: address, port, noDelay: true, keepAlive: true, keepAliveInitialDelay: 30_000 })
        const abort = (): void => {
          socket.destroy()
          reject(signal.reason)
        }
        signal.addEventListener('abort', abort, { once: true })
        // Stays for good: an error after everybody has gone must not end the program.
        socket.on('error', error => {
          signal.removeEventListener('abort', abort)
          reject(error)
        })
        socket.once('connect', () => {
          signal.removeEventListener('abort', abort)
          resolve(socket)
        })
      })
    },
  }
}

/** The first that succeeds; where none does, the first's error. */
async function firstAnswer<T>(answers: readonly Promise<T>[]): Promise<T> {
  try {
    return await Promise.any(answers)
  } catch (error) {
    throw error instanceof AggregateError ? error.errors[0] : error
  }
}
