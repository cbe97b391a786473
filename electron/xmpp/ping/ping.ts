/**
 * XEP-0199: XMPP Ping, version 2.0.1, https://xmpp.org/extensions/xep-0199.html
 * Supported: answering, and asking the server. Left out: asking other clients.
 */
import type { StanzaChannel } from '../../connection/session.ts'
import { xml } from '../../stanza/element.ts'

export const pingNamespace = 'urn:xmpp:ping'

export interface Ping {
  /**
   * Resolves when the server has answered, with a pong or with an error: "If the server does not support the ping
   * namespace, it MUST return an error", and that proves the connection as well.
   * @throws AppError `not-connected`, `network-lost`, `request-timed-out`
   */
  pingServer(timeoutMs?: number): Promise<void>
  dispose(): void
}

export function createPing(options: { readonly channel: StanzaChannel }): Ping {
  const { channel } = options
  const dispose = channel.onIq('get', pingNamespace, 'ping', () => null)
  return {
    async pingServer(timeoutMs) {
      const iq = xml('iq', { type: 'get' }, xml('ping', { xmlns: pingNamespace }))
      try {
        await channel.request(iq, timeoutMs === undefined ? {} : { timeoutMs })
      } catch (error) {
        if (isRefusal(error)) return
        throw error
      }
    },
    dispose,
  }
}

const isRefusal = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'refused-by-server'
