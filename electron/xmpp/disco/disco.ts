/**
 * XEP-0030: Service Discovery, version 2.5rc3, https://xmpp.org/extensions/xep-0030.html
 * Supported: answering what we are and do, also for the node of our capabilities. Asking is `discovery.ts`.
 */

import { AppError } from '../../../shared/domain/failure.ts'
import type { StanzaChannel } from '../../connection/session.ts'
import type { OwnInfo } from '../../core/own-info.ts'
import { buildInfo, buildItems, infoNamespace, itemsNamespace } from './build.ts'

export function createDisco(options: {
  readonly channel: StanzaChannel
  /** What holds now: the person may switch something off. */
  readonly own: () => OwnInfo
  /** The node that our capabilities announce, `node#ver` (XEP-0115, 6.2). */
  readonly capabilitiesNode: () => string
}): { dispose(): void } {
  const { channel, own, capabilitiesNode } = options
  const ends = [
    channel.onIq('get', infoNamespace, 'query', iq => {
      const node = iq.getChild('query', infoNamespace)?.attrs.node
      if (node !== undefined && node !== '' && node !== capabilitiesNode()) throw unknownNode()
      return buildInfo(own(), node)
    }),
    channel.onIq('get', itemsNamespace, 'query', iq => {
      const node = iq.getChild('query', itemsNamespace)?.attrs.node
      if (node !== undefined && node !== '') throw unknownNode()
      return buildItems(node)
    }),
  ]
  return {
    dispose: () => {
      for (const end of ends) end()
    },
  }
}

/** XEP-0030, 7: `item-not-found` where the node does not exist. */
function unknownNode(): AppError {
  return new AppError('refused-by-server', 'asked for a node that we do not have', { condition: 'item-not-found' })
}
