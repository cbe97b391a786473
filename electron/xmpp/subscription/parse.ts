import type { BareJid } from '../../../shared/domain/address.ts'
import type { Failure } from '../../../shared/domain/failure.ts'
import type { Element } from '../../stanza/element.ts'
import { bareOf, prepareJid, splitJid } from '../../stanza/jid.ts'
import { shownLine } from '../../stanza/shown-text.ts'
import { parseStanzaError } from '../../stanza/stanza-error.ts'

export const nicknameNamespace = 'http://jabber.org/protocol/nick'

/** What somebody says of who may see whose presence. */
export type SubscriptionNews =
  | {
      readonly kind: 'asks'
      readonly address: BareJid
      readonly nickname: string | null
      readonly text: string | null
    }
  /** They do not want to see us any more. */
  | { readonly kind: 'leaves'; readonly address: BareJid }
  /** They do not (any more) let us see them. */
  | { readonly kind: 'refuses'; readonly address: BareJid }
  /** Something that we sent there came back: our request, perhaps. */
  | { readonly kind: 'returned'; readonly address: BareJid; readonly failure: Failure }

/** What fits beside a picture. */
const longestNickname = 200
const longestText = 500

/**
 * @returns null for what says nothing of it: how somebody is, `subscribed` (the roster push says it), and senders
 *   without a possible address
 */
export function parseSubscription(presence: Element): SubscriptionNews | null {
  const address = senderOf(presence)
  if (address === null) return null
  switch (presence.attrs.type) {
    case 'subscribe':
      return {
        kind: 'asks',
        address,
        nickname: shownLine(presence.getChildText('nick', nicknameNamespace), longestNickname),
        text: shownLine(presence.getChildText('status'), longestText),
      }
    case 'unsubscribe':
      return { kind: 'leaves', address }
    case 'unsubscribed':
      return { kind: 'refuses', address }
    case 'error':
      return { kind: 'returned', address, failure: returnedFailure(presence, address) }
    default:
      return null
  }
}

/** Whether the server of the address is the one that is missing, or the person. */
function returnedFailure(presence: Element, address: BareJid): Failure {
  const { condition } = parseStanzaError(presence)
  // Prosody that talks to no other server says `not-allowed`.
  const unreachable = condition.startsWith('remote-server-') || condition === 'not-allowed'
  return {
    code: unreachable ? 'address-unreachable' : 'request-declined',
    details: { domain: splitJid(address).domain, condition },
  }
}

function senderOf({ attrs: { from } }: Element): BareJid | null {
  try {
    return bareOf(prepareJid(from ?? ''))
  } catch {
    // Nobody could be answered.
    return null
  }
}
