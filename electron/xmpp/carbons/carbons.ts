/**
 * XEP-0280: Message Carbons, version 1.0.1, https://xmpp.org/extensions/xep-0280.html
 * XEP-0297: Stanza Forwarding, version 1.0, https://xmpp.org/extensions/xep-0297.html
 * Supported: copies of what our other devices get and send, from our own account only. Left out: turning them off,
 * and `<private/>` on what we send.
 */
import { isConnectionLost } from '../../../shared/domain/failure.ts'
import type { StanzaChannel } from '../../connection/session.ts'
import type { Log } from '../../core/ports/index.ts'
import type { Element } from '../../stanza/element.ts'
import { buildEnable, carbonsNamespace } from './build.ts'
import { type Carbon, parseCarbon } from './parse.ts'

export interface Carbons {
  /**
   * Asks for them on this stream, where the server has them; it forgets with the stream. A server that refuses or is
   * silent leaves what other devices do to the archive.
   * @throws AppError `not-connected`, `network-lost`
   */
  enable(): Promise<void>
  /** What is in a carbon; null for any other message. */
  open(message: Element): Carbon | null
}

/** Milliseconds. */
const patience = 10_000

export function createCarbons(options: {
  readonly channel: StanzaChannel
  readonly discovery: {
    serverSupports(namespace: string): Promise<boolean | null>
    accountSupports(namespace: string): Promise<boolean | null>
  }
  readonly log: Log
}): Carbons {
  const { channel, discovery, log } = options
  return {
    async enable() {
      // "If a client's server supports Carbons, it MUST include the urn:xmpp:carbons:2 namespace in its response".
      const isThere =
        (await discovery.serverSupports(carbonsNamespace)) || (await discovery.accountSupports(carbonsNamespace))
      if (isThere !== true) {
        log.info('the server has no carbons')
        return
      }
      try {
        await channel.request(buildEnable(), { timeoutMs: patience })
      } catch (error) {
        if (isConnectionLost(error)) throw error
        log.warn('the server gives no carbons', { error: error instanceof Error ? error.message : '' })
      }
    },
    open: message => parseCarbon(message, channel.account),
  }
}
