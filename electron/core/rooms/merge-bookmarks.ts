import type { BareJid } from '../../../shared/domain/address.ts'
import type { BothPlaces, Place } from '../../xmpp/bookmarks/bookmarks.ts'
import type { Wish } from '../../xmpp/bookmarks/edit.ts'
import type { Bookmark, Held } from '../../xmpp/bookmarks/parse.ts'
import type { KeptBookmark } from '../events.ts'

/** A room of our list, as far as a bookmark is concerned. */
export interface OwnRoom {
  readonly name: string | null
  readonly nick: string
  readonly autojoin: boolean
  /** We are in it: nobody changes our nick there but ourselves. */
  readonly isIn: boolean
  /** What it was called when we were in it and last compared; null where that is not known. */
  readonly formerName: string | null
}

/** What becomes of one room: here (undefined: nothing), and in each of the places (undefined: nobody knows of it any more). */
export interface Outcome {
  /** Null: it goes out of our list. */
  readonly here?: { readonly autojoin: boolean; readonly nick: string | null } | null
  /** Null: it goes out of the places. */
  readonly wish?: Wish | null
}

/**
 * What three sides say of one room, and what they last agreed on, made one: whoever has changed something wins, we before
 * others, an addition before a removal that did not know of it.
 * @param own undefined: it is not in our list
 * @param base undefined: it was never in both
 */
export function mergeOne(
  address: BareJid,
  own: OwnRoom | undefined,
  base: KeptBookmark | undefined,
  { storage, items }: { readonly storage: Seen; readonly items: Seen },
): Outcome {
  const there = [items, storage].flatMap(seen => (typeof seen === 'string' ? [] : [seen]))
  const first = there[0]
  if (own === undefined && base === undefined) {
    if (first === undefined) return {}
    const autojoin = there.some(each => each.autojoin)
    const nick = there.find(each => each.nick !== null)?.nick ?? null
    return { here: { autojoin, nick }, wish: { bookmark: { ...first, autojoin }, renames: false, formerName: null } }
  }
  if (own === undefined) return first === undefined ? {} : { wish: null }
  const { formerName } = own
  const asOwn: Bookmark = {
    ...{ address, name: own.name, nick: own.nick, autojoin: own.autojoin },
    password: there.find(each => each.password !== null)?.password ?? null,
  }
  if (base === undefined) {
    const autojoin = own.autojoin || there.some(each => each.autojoin)
    return {
      ...(autojoin !== own.autojoin && { here: { autojoin, nick: null } }),
      wish: { bookmark: { ...asOwn, autojoin }, renames: false, formerName },
    }
  }
  const wasRemoved = (base.storage !== null && storage === 'absent') || (base.items !== null && items === 'absent')
  const isWantedAnew = own.autojoin && !base.autojoin
  if (wasRemoved && !isWantedAnew) return { here: null, wish: null }
  const autojoin = own.autojoin === base.autojoin ? (otherwise(base, { storage, items }) ?? own.autojoin) : own.autojoin
  const renames = own.nick !== base.nick
  const nick = renames || own.isIn ? null : (there.find(each => each.nick !== null)?.nick ?? null)
  const changesNick = nick !== null && nick !== own.nick
  return {
    ...((autojoin !== own.autojoin || changesNick) && { here: { autojoin, nick: changesNick ? nick : null } }),
    wish: { bookmark: { ...asOwn, autojoin, nick: nick ?? own.nick }, renames, formerName },
  }
}

/** What a place says of a room; `unknown`: it is not asked, or not believed. */
export type Seen = Bookmark | 'absent' | 'unknown'

/** What somebody else has set since. */
function otherwise(base: KeptBookmark, seen: { readonly storage: Seen; readonly items: Seen }): boolean | null {
  for (const place of ['items', 'storage'] as const) {
    const there = seen[place]
    if (typeof there !== 'string' && there.autojoin !== (base[place] ?? base.autojoin)) return there.autojoin
  }
  return null
}

/**
 * How to look into a place. One that held several and is empty all at once has been lost by the server, or by a client that
 * failed: nobody leaves all rooms for that.
 */
export function lookInto(
  place: ReadonlyMap<BareJid, Held> | null,
  wasThere: (base: KeptBookmark) => boolean,
  bases: readonly KeptBookmark[],
): (address: BareJid) => Seen {
  const isLost = place !== null && place.size === 0 && bases.filter(wasThere).length > 1
  if (place === null || isLost) return () => 'unknown'
  return address => place.get(address)?.bookmark ?? 'absent'
}

/** What all sides have agreed on, once it is written; of a place that was not read what was known before holds. */
export function agreed(
  address: BareJid,
  own: Pick<OwnRoom, 'nick' | 'autojoin'>,
  { storage, items }: BothPlaces,
  before: KeptBookmark | undefined,
): KeptBookmark {
  const autojoinIn = (place: Place): boolean | null => place?.get(address)?.bookmark.autojoin ?? null
  return {
    ...{ address, nick: own.nick, autojoin: own.autojoin },
    storage: storage === null ? (before?.storage ?? null) : autojoinIn(storage),
    items: items === null ? (before?.items ?? null) : autojoinIn(items),
  }
}
