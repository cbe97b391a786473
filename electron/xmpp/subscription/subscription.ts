/**
 * RFC 6121, 3: who may see whose presence, https://www.rfc-editor.org/rfc/rfc6121#section-3
 * XEP-0172: User Nickname, version 1.1, https://xmpp.org/extensions/xep-0172.html (4.2, in requests of others)
 * Supported: asking, granting, refusing, taking back. Left out: pre-approval (3.4), a nickname in our own requests.
 */
import type { BareJid } from '../../../shared/domain/address.ts'
import { type Contact, seesThem, seesUs } from '../../../shared/domain/contact.ts'
import type { StanzaChannel } from '../../connection/session.ts'
import type { Emit } from '../../core/events.ts'
import { type Clock, drop, type Log } from '../../core/ports/index.ts'
import type { Element } from '../../stanza/element.ts'
import { buildSubscription } from './build.ts'
import { parseSubscription, type SubscriptionNews } from './parse.ts'

/** Each sends one presence; what comes of it is said by roster pushes. @throws AppError `not-connected` */
export interface Subscription {
  /** To see theirs: `subscribe`. */
  ask(address: BareJid): Promise<void>
  /** No longer: `unsubscribe`. It also takes back a request. */
  withdraw(address: BareJid): Promise<void>
  /** They see ours: `subscribed`. */
  grant(address: BareJid): Promise<void>
  /** They do not: `unsubscribed`. */
  refuse(address: BareJid): Promise<void>
  dispose(): void
}

export function createSubscription(options: {
  readonly channel: StanzaChannel
  readonly emit: Emit
  readonly clock: Clock
  readonly log: Log
  /** From the list that the server has confirmed. */
  readonly contactOf: (address: BareJid) => Promise<Contact | null>
  /** Whether the server put them into the list, and not the person. */
  readonly isShared: (contact: Contact) => boolean
}): Subscription {
  const { channel, emit, clock, log, contactOf, isShared } = options
  const { account } = channel
  /** What comes later must not overtake what looks into the list first. */
  let last: Promise<void> = Promise.resolve()

  async function settle(news: SubscriptionNews): Promise<void> {
    const { address } = news
    switch (news.kind) {
      case 'asks': {
        const contact = await contactOf(address)
        // They see us already: 3.1.3 has the server say so, and some ask the client all the same. Or we asked them
        // first: who adds somebody and is added in return is not asked once more (so does Spark).
        if (seesUs(contact) || wantsThem(contact)) return grant(address)
        const { nickname, text } = news
        return emit({ type: 'request.received', account, request: { address, nickname, text, time: clock.now() } })
      }
      case 'leaves':
        return emit({ type: 'request.ended', account, address })
      case 'refuses':
        return emit({ type: 'contact.refused', account, address, failure: { code: 'request-declined', details: {} } })
      case 'returned': {
        const contact = await contactOf(address)
        // Of somebody whom we see it says no more than that they are not there now.
        if (contact?.asked !== true || seesThem(contact)) return
        return emit({ type: 'contact.refused', account, address, failure: news.failure })
      }
    }
  }

  function wantsThem(contact: Contact | null): boolean {
    return contact !== null && (contact.asked || (seesThem(contact) && !isShared(contact)))
  }

  async function receive(presence: Element): Promise<void> {
    const news = parseSubscription(presence)
    if (news === null || news.address === account) return
    const turn = last.then(() => settle(news))
    last = turn.catch(() => {})
    drop(turn, log, `a presence of type ${presence.attrs.type ?? ''}`)
    await last
  }

  const send = (type: Parameters<typeof buildSubscription>[0]) => (address: BareJid) =>
    channel.send(buildSubscription(type, address))
  const grant = send('subscribed')

  return {
    ask: send('subscribe'),
    withdraw: send('unsubscribe'),
    grant,
    refuse: send('unsubscribed'),
    dispose: channel.onPresence(receive),
  }
}
