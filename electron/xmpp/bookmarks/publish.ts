import { isConnectionLost, toFailure } from '../../../shared/domain/failure.ts'
import type { StanzaChannel } from '../../connection/session.ts'
import type { Log } from '../../core/ports/index.ts'
import type { Element } from '../../stanza/element.ts'
import { bookmarksNamespace, buildConfigure, buildCreate, buildPublish, type NodeSize } from './build.ts'

/** Writes items of XEP-0402 so that nobody else can read them, to servers that differ in what they let us ask for. */
export interface Publisher {
  /** Whether our account has nodes of its own; null where nobody knows. */
  isAble(): Promise<boolean | null>
  /** @throws AppError like any request */
  publish(id: string, conference: Element): Promise<void>
  dispose(): void
}

const patience = 10_000
/**
 * "max" is what XEP-0402 wants. Openfire never answers the first publication that asks for it, so that only a server
 * that knows these bookmarks itself is asked for it; Prosody alone takes no more than 256.
 */
const sizes: readonly NodeSize[] = ['max', 1000, 250]
const mostItems = 1000

export function createPublisher(options: {
  readonly channel: StanzaChannel
  readonly discovery: { accountSupports(namespace: string): Promise<boolean | null> }
  readonly log: Log
}): Publisher {
  const { channel, discovery, log } = options
  const { account } = channel
  /** What has worked on this stream; undefined while nothing has. */
  let known: NodeSize | undefined
  const ask = (iq: Element): Promise<Element> => channel.request(iq, { timeoutMs: patience })
  const end = channel.onOnline(() => {
    known = undefined
  })

  async function mayAskForMost(): Promise<boolean> {
    const answers = [`${bookmarksNamespace}#compat`, 'http://jabber.org/protocol/pubsub#config-node-max']
    for (const feature of answers) if ((await discovery.accountSupports(feature)) === true) return true
    return false
  }

  async function firstTime(id: string, conference: Element): Promise<NodeSize> {
    for (const size of (await mayAskForMost()) ? sizes : sizes.slice(1)) {
      try {
        await ask(buildPublish(account, id, conference, size))
        return size
      } catch (error) {
        if (isConnectionLost(error)) throw error
        const { condition = '' } = toFailure(error).details
        log.info('bookmarks are not taken so', { size: String(size), condition })
        // XEP-0060, 7.1.5: the node is not as asked for. It is made private first, whoever has made it.
        if (condition === 'conflict') {
          await ask(buildConfigure(account, null))
          return into(id, conference)
        }
      }
    }
    // ejabberd 23 refuses to hear of a size with what is published, and keeps one item alone where nothing is said.
    await ask(buildCreate(account, mostItems)).catch((error: unknown) => {
      if (toFailure(error).details.condition !== 'conflict') throw error
      return ask(buildConfigure(account, mostItems))
    })
    return into(id, conference)
  }

  async function into(id: string, conference: Element): Promise<NodeSize> {
    await ask(buildPublish(account, id, conference, null))
    return null
  }

  return {
    isAble: () => discovery.accountSupports('http://jabber.org/protocol/pubsub#publish'),
    async publish(id, conference) {
      if (known === undefined) known = await firstTime(id, conference)
      else await ask(buildPublish(account, id, conference, known))
    },
    dispose: () => end(),
  }
}
