/**
 * What others want to do at once with us and we cannot do yet: files by XEP-0095/0096 (Spark, Pidgin) and by XEP-0234,
 * calls by XEP-0166/0167, links by XEP-0066. Each is said in the conversation, and answered as a client answers that does
 * not speak the protocol: `service-unavailable` (RFC 6120, 8.4). `forbidden` (XEP-0095, 4.2) would say that the person has
 * declined, and what XEP-0166 (6.3) has for a session that is refused comes from clients that speak Jingle; we announce none.
 * Files and calls themselves are left out.
 */
import type { BareJid, FullJid } from '../../../shared/domain/address.ts'
import { AppError } from '../../../shared/domain/failure.ts'
import type { StanzaChannel } from '../../connection/session.ts'
import type { Emit } from '../../core/events.ts'
import { type Clock, drop, type Log } from '../../core/ports/index.ts'
import type { Element } from '../../stanza/element.ts'
import { bareOf, prepareJid } from '../../stanza/jid.ts'
import {
  jingleNamespace,
  linkNamespace,
  type Offer,
  parseLinkOffer,
  parseSessionOffer,
  parseStreamOffer,
  streamNamespace,
} from './parse.ts'

export function createOffers(options: {
  readonly channel: StanzaChannel
  readonly emit: Emit
  /** Whether one more of them is told. */
  readonly admits: (sender: BareJid) => boolean
  readonly clock: Clock
  readonly log: Log
}): { dispose(): void } {
  const { channel, emit, admits, clock, log } = options
  const { account } = channel

  function tell(iq: Element, { id, unsupported, body }: Offer): void {
    const from = senderOf(iq)
    if (from === null) return
    const peer = bareOf(from)
    if (!admits(peer)) {
      log.warn('an offer too many was answered and not told', { what: unsupported.what })
      return
    }
    const message = { peer, from, stanzaId: id, originId: null, body, time: clock.now(), extra: { unsupported } }
    drop(emit({ type: 'message.received', account, message }), log, 'an offer')
  }

  const answers = (parse: (iq: Element) => Offer | null) => (iq: Element) => {
    const offer = parse(iq)
    if (offer !== null) tell(iq, offer)
    throw new AppError('refused-by-server', 'an offer of what we cannot do', { condition: 'service-unavailable' })
  }

  const ends = [
    channel.onIq('set', streamNamespace, 'si', answers(parseStreamOffer)),
    channel.onIq('set', jingleNamespace, 'jingle', answers(parseSessionOffer)),
    channel.onIq('set', linkNamespace, 'query', answers(parseLinkOffer)),
  ]
  return {
    dispose() {
      for (const end of ends) end()
    },
  }
}

function senderOf({ attrs: { from } }: Element): BareJid | FullJid | null {
  try {
    return from === undefined ? null : prepareJid(from)
  } catch {
    // Nobody could be answered there.
    return null
  }
}
