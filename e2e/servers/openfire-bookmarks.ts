/**
 * Openfire's bookmarks, as recorded: the older list in private storage, mirrored to the node `storage:bookmarks` alone, and the
 * items of XEP-0402, whose first publication is never answered where it asks for the largest size.
 */
import { type ClientElement, escapeXml } from './client-xml.ts'
import { said } from './openfire-recordings.ts'

export interface OpenfireBookmarks {
  /** The answer; null where there is none at all, undefined where something else was asked. */
  readonly answer: (request: ClientElement, user: string) => string | null | undefined
  /** What an account has in each place. */
  readonly of: (user: string) => { readonly storage: string; readonly items: ReadonlyMap<string, string> }
  /** Publications that were left without an answer. */
  readonly silences: () => number
}

interface Kept {
  storage: string
  /** Null: the node is not there yet. */
  size: string | null
  readonly items: Map<string, string>
}

export function createOpenfireBookmarks(
  domain: string,
  /** To all that the account has open. */
  tell: (user: string, event: string) => void,
): OpenfireBookmarks {
  const from = (beginning: string, index = 0) => said('bookmarks-and-pep', domain, beginning, index)
  const words = {
    storage: from('<iq type="result" id="qbb8cac"'),
    items: from('<iq type="result" id="qe9da1b"'),
    done: from('<iq type="result" id="q4eea71"'),
    otherwise: from('<iq type="error"'),
    published: from('<message', 1),
  }
  const kept = new Map<string, Kept>()
  let silences = 0

  const keptOf = (user: string): Kept => {
    const known = kept.get(user) ?? { storage: '', size: null, items: new Map() }
    kept.set(user, known)
    return known
  }
  const as = (xml: string, user: string) => xml.replaceAll(`ana@${domain}`, `${user}@${domain}`)
  const event = (user: string, node: string, inside: string) =>
    tell(
      user,
      as(words.published, user).replace(
        /<items node="[^"]*">.*<\/items>/,
        () => `<items node="${node}">${inside}</items>`,
      ),
    )

  const privateStorage = ({ xml, attributes }: ClientElement, user: string): string => {
    const own = keptOf(user)
    if (attributes.type === 'set') {
      own.storage = /<storage\b[^>]*>(.*)<\/storage>/s.exec(xml)?.[1] ?? ''
      event(
        user,
        'storage:bookmarks',
        `<item id="current"><storage xmlns="storage:bookmarks">${own.storage}</storage></item>`,
      )
      return as(words.done, user)
    }
    return as(words.storage, user).replace(/<conference .*<\/conference>/s, () => own.storage)
  }

  const publish = ({ xml }: ClientElement, user: string): string | null => {
    const own = keptOf(user)
    const size = /pubsub#max_items['"]>\s*<value>([^<]*)/.exec(xml)?.[1] ?? null
    if (own.size === null && size === 'max') {
      silences++
      return null
    }
    if (own.size !== null && size !== null && size !== own.size) return as(words.otherwise, user)
    own.size ??= size ?? '1'
    const [, id = '', inside = ''] = /<item id=['"]([^'"]*)['"]>(.*)<\/item>/s.exec(xml) ?? []
    own.items.set(id, inside)
    event(user, 'urn:xmpp:bookmarks:1', `<item id="${id}">${inside}</item>`)
    return as(words.done, user)
  }

  const retract = ({ xml }: ClientElement, user: string): string => {
    const id = /<item id=['"]([^'"]*)['"]/.exec(xml)?.[1] ?? ''
    keptOf(user).items.delete(id)
    event(user, 'urn:xmpp:bookmarks:1', `<retract id="${id}"/>`)
    return as(words.done, user)
  }

  const items = (user: string): string => {
    const own = keptOf(user)
    if (own.size === null)
      return `<iq type="error" id="" from="${user}@${domain}" to=""><error code="404" type="cancel"><item-not-found xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error></iq>`
    const all = [...own.items].map(([id, inside]) => `<item id="${escapeXml(id)}">${inside}</item>`)
    return as(words.items, user).replace(/<item id=.*<\/item>/s, () => all.join(''))
  }

  return {
    answer(request, user) {
      const { xml, attributes, child } = request
      const { xmlns } = child?.attributes ?? {}
      if (xmlns === 'jabber:iq:private' && xml.includes('storage:bookmarks')) return privateStorage(request, user)
      if (xmlns !== 'http://jabber.org/protocol/pubsub' || !/node=['"]urn:xmpp:bookmarks:1/.test(xml)) return undefined
      if (attributes.type === 'get') return items(user)
      return xml.includes('<publish ')
        ? publish(request, user)
        : xml.includes('<retract ')
          ? retract(request, user)
          : undefined
    },
    of: user => keptOf(user),
    silences: () => silences,
  }
}
