/**
 * XEP-0410: MUC Self-Ping (Schrödinger's Chat), version 1.1.0, https://xmpp.org/extensions/xep-0410.html
 * Supported: asking. Whether the server answers by itself (the optimisation) makes no difference here: our own ping answers
 * as well.
 */
import type { FullJid } from '../../../shared/domain/address.ts'
import { toFailure } from '../../../shared/domain/failure.ts'
import type { StanzaChannel } from '../../connection/session.ts'
import { xml } from '../../stanza/element.ts'

/**
 * `unknown`: the way there is cut, or the answer did not come. `not-found`: nobody of this nick is in it; we may have changed
 * ours just now, or the room is not there at all, as Openfire says it.
 */
export type SelfPing = 'joined' | 'not-joined' | 'not-found' | 'unknown'

const patience = 30_000

/** Asks ourselves by way of a room whether we are in it. @param ourselves the room's address with our nick */
export async function pingSelf(channel: Pick<StanzaChannel, 'request'>, ourselves: FullJid): Promise<SelfPing> {
  try {
    const ping = xml('iq', { type: 'get', to: ourselves }, xml('ping', { xmlns: 'urn:xmpp:ping' }))
    await channel.request(ping, { timeoutMs: patience })
    return 'joined'
  } catch (error) {
    const { code, details } = toFailure(error)
    return code === 'refused-by-server' ? meaningOf(details.condition) : 'unknown'
  }
}

/** Section 3.3. */
function meaningOf(condition: string | undefined): SelfPing {
  switch (condition) {
    case 'service-unavailable':
    case 'feature-not-implemented':
      // "the client is joined", and it, or another client under the nick, answers no pings.
      return 'joined'
    case 'item-not-found':
      return 'not-found'
    case 'remote-server-not-found':
    case 'remote-server-timeout':
      return 'unknown'
    default:
      return 'not-joined'
  }
}
