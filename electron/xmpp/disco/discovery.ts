/**
 * XEP-0030: Service Discovery, version 2.5rc3, https://xmpp.org/extensions/xep-0030.html
 * Supported: asking what an entity is and does, once on each stream. Left out: items, nodes (XEP-0115 knows those).
 */
import type { BareJid, FullJid } from '../../../shared/domain/address.ts'
import { isConnectionLost } from '../../../shared/domain/failure.ts'
import type { StanzaChannel } from '../../connection/session.ts'
import type { Log } from '../../core/ports/index.ts'
import { prepareBareJid, splitJid } from '../../stanza/jid.ts'
import { buildInfoRequest } from './build.ts'
import { type EntityInfo, parseInfo } from './parse.ts'

export interface Discovery {
  /**
   * What an entity says of itself; null where it does not: nobody knows what it does. Asked once on each stream, also
   * where there was no answer.
   * @throws AppError `not-connected`, `network-lost`: the connection ended meanwhile, and the next call asks again
   */
  info(address: BareJid | FullJid): Promise<EntityInfo | null>
  /** Whether our account (its bare address, where its archive is) announces a namespace; null where nobody knows; throws like `info`. */
  accountSupports(namespace: string): Promise<boolean | null>
  /** Whether our server announces a namespace; null where nobody knows; throws like `info`. */
  serverSupports(namespace: string): Promise<boolean | null>
  dispose(): void
}

/** Milliseconds. Openfire leaves questions to addresses that do not exist unanswered, and what asks waits for this. */
const patience = 10_000

export function createDiscovery(options: { readonly channel: StanzaChannel; readonly log: Log }): Discovery {
  const { channel, log } = options
  const { account } = channel
  const server = prepareBareJid(splitJid(account).domain)
  let asked = new Map<BareJid | FullJid, Promise<EntityInfo | null>>()

  function info(address: BareJid | FullJid): Promise<EntityInfo | null> {
    const before = asked.get(address)
    if (before !== undefined) return before
    const answers = asked
    const answer = ask(address).catch((error: unknown) => {
      if (isConnectionLost(error)) {
        // Nothing is known from it, and the stream may go on.
        answers.delete(address)
        throw error
      }
      log.info('an entity does not say what it does', { error: error instanceof Error ? error.message : '' })
      return null
    })
    answers.set(address, answer)
    return answer
  }

  async function ask(address: BareJid | FullJid): Promise<EntityInfo> {
    return parseInfo(await channel.request(buildInfoRequest(address), { timeoutMs: patience }))
  }

  async function supports(address: BareJid, namespace: string): Promise<boolean | null> {
    return (await info(address))?.features.has(namespace) ?? null
  }

  const end = channel.onOnline(() => {
    asked = new Map()
  })
  return {
    info,
    accountSupports: namespace => supports(account, namespace),
    serverSupports: namespace => supports(server, namespace),
    dispose() {
      end()
      asked = new Map()
    },
  }
}
