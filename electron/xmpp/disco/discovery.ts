/**
 * XEP-0030: Service Discovery, version 2.5rc3, https://xmpp.org/extensions/xep-0030.html
 * Supported: asking what an entity is and does and what belongs to it, once on each stream. Left out: nodes (XEP-0115 knows
 * those).
 */
import type { BareJid, FullJid } from '../../../shared/domain/address.ts'
import { isConnectionLost } from '../../../shared/domain/failure.ts'
import type { StanzaChannel } from '../../connection/session.ts'
import type { Log } from '../../core/ports/index.ts'
import type { Element } from '../../stanza/element.ts'
import { prepareBareJid, splitJid } from '../../stanza/jid.ts'
import { buildInfoRequest, buildItemsRequest } from './build.ts'
import { type EntityInfo, parseInfo, parseItems } from './parse.ts'

export interface Discovery {
  /**
   * What an entity says of itself; null where it does not: nobody knows what it does. Asked once on each stream, also
   * where there was no answer.
   * @throws AppError `not-connected`, `network-lost`: the connection ended meanwhile, and the next call asks again
   */
  info(address: BareJid | FullJid): Promise<EntityInfo | null>
  /**
   * What an entity says of itself now, asked anew: rooms change.
   * @throws AppError like any request
   */
  infoNow(address: BareJid | FullJid): Promise<EntityInfo>
  /** The addresses of what belongs to an entity, as its services; null and throws like `info`, and asked as often. */
  items(address: BareJid | FullJid): Promise<readonly (BareJid | FullJid)[] | null>
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
  const infos = createOnce(buildInfoRequest, parseInfo)
  const items = createOnce(buildItemsRequest, parseItems)

  /** Asks each entity one question, once on each stream. */
  function createOnce<Answer>(build: (to: BareJid | FullJid) => Element, parse: (iq: Element) => Answer) {
    let asked = new Map<BareJid | FullJid, Promise<Answer | null>>()
    return {
      ask(address: BareJid | FullJid): Promise<Answer | null> {
        const before = asked.get(address)
        if (before !== undefined) return before
        const answers = asked
        const answer = channel.request(build(address), { timeoutMs: patience }).then(parse, (error: unknown) => {
          if (isConnectionLost(error)) {
            // Nothing is known from it, and the stream may go on.
            answers.delete(address)
            throw error
          }
          log.info('an entity does not say what it is', { error: error instanceof Error ? error.message : '' })
          return null
        })
        answers.set(address, answer)
        return answer
      },
      forget() {
        asked = new Map()
      },
    }
  }

  async function supports(address: BareJid, namespace: string): Promise<boolean | null> {
    return (await infos.ask(address))?.features.has(namespace) ?? null
  }

  const forget = (): void => {
    infos.forget()
    items.forget()
  }
  const end = channel.onOnline(forget)
  return {
    info: infos.ask,
    infoNow: async address => parseInfo(await channel.request(buildInfoRequest(address), { timeoutMs: patience })),
    items: items.ask,
    accountSupports: namespace => supports(account, namespace),
    serverSupports: namespace => supports(server, namespace),
    dispose() {
      end()
      forget()
    },
  }
}
