import type { BareJid } from '../../../shared/domain/address.ts'
import { Element, xml } from '../../stanza/element.ts'
import { shownLine } from '../../stanza/shown-text.ts'
import { cleanText } from '../../stanza/xml-text.ts'
import { bookmarksNamespace, emptyStorage, storageNamespace } from './build.ts'
import { type Bookmark, type Held, roomAddress } from './parse.ts'

/** How a bookmark is to be. */
export interface Wish {
  /**
   * As it is written where there is none yet; of one that is there only `autojoin` is ours, the nick where `renames`, and
   * the name where it has none or `formerName`: what others have called it is theirs.
   */
  readonly bookmark: Bookmark
  readonly renames: boolean
  readonly formerName: string | null
}

/** By address; null: it goes. What is not named stays as it is. */
export type Wishes = ReadonlyMap<BareJid, Wish | null>

/** What has to be written so that it is as wished. */
export function outstanding(wishes: Wishes, held: ReadonlyMap<BareJid, Held>): Wishes {
  return new Map([...wishes].filter(([address, wish]) => !isAsWished(wish, held.get(address)?.bookmark)))
}

function isAsWished(wish: Wish | null, now: Bookmark | undefined): boolean {
  if (wish === null || now === undefined) return wish === null && now === undefined
  const { bookmark, renames } = wish
  const isCalledSo = nameFor(wish, now.name) === null || now.name === bookmark.name
  return now.autojoin === bookmark.autojoin && (!renames || now.nick === bookmark.nick) && isCalledSo
}

/** What a bookmark of this name is to be called; null: it is left as it is. */
function nameFor({ bookmark: { name }, formerName }: Wish, now: string | null): string | null {
  return now === null || now === formerName ? name : null
}

/**
 * The list of XEP-0048 with the changes: web pages, what others have added to their bookmarks, and conferences that nothing
 * is wished of are as they were.
 * @param storage null where there is none yet
 */
export function editStorage(storage: Element | null, wishes: Wishes): Element {
  const list = copyOf(storage ?? emptyStorage())
  const missing = new Map(wishes)
  list.children = list.children.flatMap(child => {
    if (!(child instanceof Element) || !child.is('conference', storageNamespace)) return [child]
    const address = roomAddress(child.attrs.jid ?? '')
    const wish = address === null ? undefined : wishes.get(address)
    if (address === null || wish === undefined) return [child]
    missing.delete(address)
    return wish === null ? [] : [editConference(child, wish)]
  })
  for (const wish of missing.values()) {
    if (wish !== null) list.append(newConference(wish.bookmark, { jid: wish.bookmark.address }))
  }
  return list
}

/** XEP-0402: the bookmark of one item. @param before null where there is none yet */
export function editItem(before: Element | null, wish: Wish): Element {
  return before === null
    ? newConference(wish.bookmark, { xmlns: bookmarksNamespace })
    : editConference(copyOf(before), wish)
}

function editConference(conference: Element, wish: Wish): Element {
  const { bookmark, renames } = wish
  const name = nameFor(wish, shownLine(conference.attrs.name))
  if (name !== null) conference.attrs.name = cleanText(name)
  if (bookmark.autojoin) conference.attrs.autojoin = 'true'
  else delete conference.attrs.autojoin
  if (renames && bookmark.nick !== null) {
    const nick = conference.getChild('nick')
    if (nick === undefined) conference.append(xml('nick', {}, cleanText(bookmark.nick)))
    else nick.children = [cleanText(bookmark.nick)]
  }
  return conference
}

function newConference({ name, nick, autojoin, password }: Bookmark, attributes: Record<string, string>): Element {
  return xml(
    'conference',
    { ...attributes, name: name === null ? undefined : cleanText(name), autojoin: autojoin ? 'true' : undefined },
    nick === null ? null : xml('nick', {}, cleanText(nick)),
    password === null ? null : xml('password', {}, cleanText(password)),
  )
}

/** What was read belongs to the stanza that it came in. */
function copyOf(element: Element): Element {
  const copy = new Element(element.name, { ...element.attrs })
  for (const child of element.children) {
    const next = child instanceof Element ? copyOf(child) : child
    copy.append(next)
  }
  return copy
}
