/**
 * XEP-0048: Bookmarks, version 1.2, https://xmpp.org/extensions/xep-0048.html (rooms, in private storage)
 * XEP-0049: Private XML Storage, version 1.2, https://xmpp.org/extensions/xep-0049.html
 * XEP-0402: PEP Native Bookmarks, version 1.2.0, https://xmpp.org/extensions/xep-0402.html
 * XEP-0223: Persistent Storage of Private Data via PubSub, version 1.1.1, https://xmpp.org/extensions/xep-0223.html
 * Supported: both lists are read, and changed where something is to be otherwise; that they have changed elsewhere. Spark and
 * Pidgin know the first alone, newer clients the second; a server may keep both the same, and what it says of that is not
 * needed: the first is read again after the second was written. Left out: XEP-0048 in PEP (1.1), which nothing but servers
 * writes any more, and bookmarks of web pages, which stay as they are.
 */
import type { BareJid } from '../../../shared/domain/address.ts'
import { isConnectionLost, toFailure } from '../../../shared/domain/failure.ts'
import type { StanzaChannel } from '../../connection/session.ts'
import type { Log } from '../../core/ports/index.ts'
import type { Element } from '../../stanza/element.ts'
import { prepareJid } from '../../stanza/jid.ts'
import {
  bookmarksNamespace,
  buildItemsRequest,
  buildRetract,
  buildStorage,
  buildStorageRequest,
  storageNamespace,
} from './build.ts'
import { editItem, editStorage, outstanding, type Wishes } from './edit.ts'
import { eventNodes, type Held, parseItems, parseStorage, storageOf } from './parse.ts'
import { createPublisher } from './publish.ts'

/** The bookmarks of one place; null where the server has no such place, or does not tell. */
export type Place = ReadonlyMap<BareJid, Held> | null

export interface BothPlaces {
  readonly storage: Place
  readonly items: Place
}

export interface Bookmarks {
  /** @throws AppError `not-connected`, `network-lost` */
  read(): Promise<BothPlaces>
  /**
   * Writes what is not as it is wished, in both places. What the server refuses stays as it was, and what others have
   * removed meanwhile does not come back.
   * @returns what is there then, as it was read again; what has been removed meanwhile as it was
   * @throws AppError `not-connected`, `network-lost`
   */
  write(now: BothPlaces, wishes: Wishes): Promise<BothPlaces>
  dispose(): void
}

/** Namespaces that ask our server to tell of changes (XEP-0163, 4.3). */
export const bookmarkWishes: readonly string[] = [`${bookmarksNamespace}+notify`, `${storageNamespace}+notify`]

/** Milliseconds. Openfire leaves some questions unanswered, and what asks waits for this. */
const patience = 10_000

export function createBookmarks(options: {
  readonly channel: StanzaChannel
  /** Whether our account has nodes of its own (XEP-0163), and keeps the two places the same; null where nobody knows. */
  readonly discovery: { accountSupports(namespace: string): Promise<boolean | null> }
  /** Somebody of ours has changed them, or it was us. */
  readonly onChanged: () => void
  readonly log: Log
}): Bookmarks {
  const { channel, discovery, onChanged, log } = options
  const { account } = channel
  const publisher = createPublisher({ channel, discovery, log })
  /** The items of this stream do not stay: nothing is to be concluded from them. */
  let itemsFail = false

  const request = (iq: Element): Promise<Element> => channel.request(iq, { timeoutMs: patience })

  async function readStorage(): Promise<{ readonly element: Element | null; readonly place: Place }> {
    try {
      const element = storageOf(await request(buildStorageRequest()))
      return { element, place: parseStorage(element) }
    } catch (error) {
      notKept(error, 'private storage')
      return { element: null, place: null }
    }
  }

  async function readItems(): Promise<Place> {
    if (itemsFail || (await publisher.isAble()) === false) return null
    try {
      return parseItems(await request(buildItemsRequest(account)))
    } catch (error) {
      // The node comes into being with the first bookmark.
      if (toFailure(error).details.condition === 'item-not-found') return new Map()
      notKept(error, 'items')
      return null
    }
  }

  function notKept(error: unknown, what: string): void {
    if (isConnectionLost(error)) throw error
    log.info('the server does not tell of bookmarks', { what, code: toFailure(error).code })
  }

  /** @returns whether all was taken */
  async function writeItems(held: ReadonlyMap<BareJid, Held>, wishes: Wishes): Promise<boolean> {
    for (const [address, wish] of wishes) {
      const before = held.get(address)
      try {
        if (wish !== null) await publisher.publish(before?.id ?? address, editItem(before?.element ?? null, wish))
        else if (before !== undefined) await request(buildRetract(account, before.id))
      } catch (error) {
        if (toFailure(error).details.condition === 'item-not-found' && wish === null) continue
        notKept(error, 'an item')
        return false
      }
    }
    return true
  }

  async function writeStorage(before: ReadonlyMap<BareJid, Held>, wishes: Wishes): Promise<Place> {
    // All of it is replaced: nothing that somebody else has written meanwhile may be lost, and nothing removed come back.
    const { element, place } = await readStorage()
    if (place === null) return null
    const gone = vanished(wishes, before, place)
    const missing = outstanding(without(wishes, gone), place)
    if (missing.size === 0) return new Map([...place, ...gone])
    const next = editStorage(element, missing)
    try {
      await request(buildStorage(next))
      return new Map([...parseStorage(next), ...gone])
    } catch (error) {
      notKept(error, 'private storage')
      return new Map([...place, ...gone])
    }
  }

  /** @returns what is there then; null where the server takes items and does not keep them */
  async function writeAllItems(before: ReadonlyMap<BareJid, Held>, wishes: Wishes): Promise<Place> {
    const isTaken = await writeItems(before, wishes)
    const now = await readItems()
    if (now === null) return null
    const gone = vanished(wishes, before, now)
    // What the server has taken it keeps, or it is no place for bookmarks.
    if (isTaken && outstanding(without(wishes, gone), now).size > 0) {
      log.info('the server does not keep bookmarks as items')
      itemsFail = true
      return null
    }
    return new Map([...now, ...gone])
  }

  const ends = [
    channel.onMessage(message => {
      if (isOurs(message, account) && eventNodes(message).some(node => ourNodes.has(node))) onChanged()
    }),
    channel.onOnline(() => {
      itemsFail = false
    }),
  ]

  return {
    async read() {
      const [storage, items] = await Promise.all([readStorage(), readItems()])
      return { storage: storage.place, items }
    },
    async write(now, wishes) {
      const missing = now.items === null ? new Map() : outstanding(wishes, now.items)
      const items = now.items === null || missing.size === 0 ? now.items : await writeAllItems(now.items, missing)
      const left = now.storage === null ? new Map() : outstanding(wishes, now.storage)
      const storage = now.storage === null || left.size === 0 ? now.storage : await writeStorage(now.storage, wishes)
      return { storage, items }
    },
    dispose() {
      for (const end of ends) end()
      publisher.dispose()
    },
  }
}

/**
 * What has been removed by others while we were at it. It is told as it was before: whoever compares the next time sees
 * that it has gone.
 */
function vanished(
  wishes: Wishes,
  before: ReadonlyMap<BareJid, Held>,
  now: ReadonlyMap<BareJid, Held>,
): ReadonlyMap<BareJid, Held> {
  return new Map([...before].filter(([address]) => (wishes.get(address) ?? null) !== null && !now.has(address)))
}

function without(wishes: Wishes, gone: ReadonlyMap<BareJid, Held>): Wishes {
  return new Map([...wishes].filter(([address]) => !gone.has(address)))
}

const ourNodes: ReadonlySet<string> = new Set([bookmarksNamespace, storageNamespace])

/** XEP-0163, 5.1: events of our own nodes come from our account; what others tell of nodes of that name is theirs. */
function isOurs({ attrs: { from } }: Element, account: BareJid): boolean {
  if (from === undefined || from === '') return true
  try {
    return prepareJid(from) === account
  } catch {
    return false
  }
}
