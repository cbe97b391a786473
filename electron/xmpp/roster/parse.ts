import type { BareJid } from '../../../shared/domain/address.ts'
import type { Contact } from '../../../shared/domain/contact.ts'
import type { Element } from '../../stanza/element.ts'
import { prepareBareJid } from '../../stanza/jid.ts'
import { shownLine } from '../../stanza/shown-text.ts'
import { rosterNamespace } from './build.ts'

export type RosterItem =
  | { readonly kind: 'contact'; readonly contact: Contact }
  | { readonly kind: 'removed'; readonly address: BareJid }

/**
 * The items of a roster result or push; one without a possible address is left out.
 * @param iq with a `jabber:iq:roster` query; without one there are no items
 */
export function parseRoster(iq: Element): readonly RosterItem[] {
  const items = iq.getChild('query', rosterNamespace)?.getChildren('item') ?? []
  return items.map(parseItem).filter(item => item !== null)
}

/** Versions are opaque; one that is longer than any is none. */
const longestVersion = 1024

/** What the server calls the list after this result or push (RFC 6121, 2.6.3); null where it does not say. */
export function parseRosterVersion(iq: Element): string | null {
  const version = iq.getChild('query', rosterNamespace)?.attrs.ver ?? ''
  return version === '' || version.length > longestVersion ? null : version
}

function parseItem(item: Element): RosterItem | null {
  const address = preparedOrNull(item.attrs.jid ?? '')
  if (address === null) return null
  if (item.attrs.subscription === 'remove') return { kind: 'removed', address }
  const groups = item.getChildren('group').map(group => group.getText().trim())
  return {
    kind: 'contact',
    contact: {
      address,
      name: shownLine(item.attrs.name),
      groups: [...new Set(groups)].filter(group => group !== ''),
      subscription: parseSubscription(item.attrs.subscription),
      asked: item.attrs.ask === 'subscribe',
    },
  }
}

/** RFC 6121, 2.1.2.5: absent is `none`; so is what nobody has defined. */
function parseSubscription(text: string | undefined): Contact['subscription'] {
  return text === 'to' || text === 'from' || text === 'both' ? text : 'none'
}

function preparedOrNull(text: string): BareJid | null {
  try {
    return prepareBareJid(text)
  } catch {
    // An item that names nobody.
    return null
  }
}
