import type { BareJid } from '../../../shared/domain/address.ts'
import type { Element } from '../../stanza/element.ts'
import { prepareBareJid, withResource } from '../../stanza/jid.ts'
import { shownLine } from '../../stanza/shown-text.ts'
import {
  bookmarksNamespace,
  privateNamespace,
  pubsubEventNamespace,
  pubsubNamespace,
  storageNamespace,
} from './build.ts'

/** A room in a list of bookmarks. What others have written there is text of others. */
export interface Bookmark {
  readonly address: BareJid
  readonly name: string | null
  /** Null: whatever we are called. */
  readonly nick: string | null
  readonly autojoin: boolean
  /** Never logged, and never told to a window. */
  readonly password: string | null
}

/** What stands in one of the two places, with the elements that hold it. */
export interface Held {
  readonly bookmark: Bookmark
  readonly element: Element
  /** XEP-0402: the item's, as it is written there. */
  readonly id: string
}

/** Bookmarks beyond are left where they are, and not looked at: nobody has so many rooms. */
export const mostBookmarks = 1000
const longestNick = 200
const longestPassword = 1023

/** @param iq an answer with private storage (XEP-0049); null where there is no list yet */
export function storageOf(iq: Element): Element | null {
  return iq.getChild('query', privateNamespace)?.getChild('storage', storageNamespace) ?? null
}

/** The rooms of an XEP-0048 list, each once; of two with one address the first counts. What is no room is left out. */
export function parseStorage(storage: Element | null): ReadonlyMap<BareJid, Held> {
  const conferences = storage?.getChildren('conference', storageNamespace) ?? []
  return collect(conferences, element => ({ element, id: element.attrs.jid ?? '' }))
}

/** The rooms of the items of XEP-0402. @param iq an answer with items */
export function parseItems(iq: Element): ReadonlyMap<BareJid, Held> {
  const items = iq.getChild('pubsub', pubsubNamespace)?.getChild('items', pubsubNamespace)
  if (items?.attrs.node !== bookmarksNamespace) return new Map()
  return collect(items.getChildren('item', pubsubNamespace), item => {
    const element = item.getChild('conference', bookmarksNamespace)
    return element === undefined ? null : { element, id: item.attrs.id ?? '' }
  })
}

/** The address that a bookmark is for; null where that is no room's: a server, somebody in a room, nothing at all. */
export function roomAddress(text: string): BareJid | null {
  try {
    const address = prepareBareJid(text)
    return address.includes('@') && !text.includes('/') ? address : null
  } catch {
    // Other clients may keep there what they like.
    return null
  }
}

/** The nodes that an event (XEP-0060, 7) speaks of. */
export function eventNodes(message: Element): readonly string[] {
  const events = message.getChildren('event', pubsubEventNamespace)
  return events.flatMap(event => event.getChildElements().flatMap(({ attrs }) => attrs.node ?? []))
}

function collect(
  elements: readonly Element[],
  read: (element: Element) => { readonly element: Element; readonly id: string } | null,
): ReadonlyMap<BareJid, Held> {
  const found = new Map<BareJid, Held>()
  for (const each of elements) {
    const held = read(each)
    const address = held === null ? null : roomAddress(held.id)
    if (held === null || address === null || found.has(address)) continue
    found.set(address, { ...held, bookmark: parseBookmark(address, held.element) })
    if (found.size >= mostBookmarks) break
  }
  return found
}

function parseBookmark(address: BareJid, element: Element): Bookmark {
  const { autojoin } = element.attrs
  const password = element.getChildText('password') ?? ''
  return {
    address,
    name: shownLine(element.attrs.name),
    nick: nickOf(address, element.getChildText('nick') ?? ''),
    // W3C's boolean.
    autojoin: autojoin === 'true' || autojoin === '1',
    password: password === '' || password.length > longestPassword ? null : password,
  }
}

/** A nick that nobody can have is as good as none. */
function nickOf(room: BareJid, text: string): string | null {
  const nick = text.trim()
  if (nick === '' || nick.length > longestNick) return null
  try {
    withResource(room, nick)
    return nick
  } catch {
    return null
  }
}
