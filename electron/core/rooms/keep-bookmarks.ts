import type { AccountId, BareJid } from '../../../shared/domain/address.ts'
import type { Change } from '../../../shared/ipc/changes.ts'
import type { StanzaChannel } from '../../connection/session.ts'
import type { Store } from '../../store/store.ts'
import type { Bookmarks, BothPlaces } from '../../xmpp/bookmarks/bookmarks.ts'
import type { Wish } from '../../xmpp/bookmarks/edit.ts'
import type { Emit, KeptBookmark } from '../events.ts'
import { type Clock, drop, type Log } from '../ports/index.ts'
import { agreed, lookInto, mergeOne, type OwnRoom } from './merge-bookmarks.ts'

/** Keeps our list of rooms and the bookmarks on the server the same, whoever changes them, and whenever. */
export interface KeepingBookmarks {
  /** A new stream: resolves when what others have changed is in our list, or nobody says. */
  begin(): Promise<void>
  /** The stream goes on: what was changed meanwhile is written. */
  resumed(): void
  /** Something of ours on the server has changed. */
  poke(): void
  dispose(): void
}

type OwnState = Pick<OwnRoom, 'nick' | 'autojoin'>
type OwnNews = Pick<OwnRoom, 'nick' | 'autojoin' | 'name'>

/** Milliseconds in which changes are gathered: joining a room makes several of them. */
const quiet = 500
/** Milliseconds that the rooms wait for the list of the server. */
const patience = 3000

export function createKeepingBookmarks(options: {
  readonly account: AccountId
  readonly channel: Pick<StanzaChannel, 'address' | 'onOffline'>
  readonly bookmarks: Pick<Bookmarks, 'read' | 'write'>
  readonly store: Pick<Store, 'rooms' | 'room' | 'bookmarks' | 'onChanges'>
  readonly isIn: (room: BareJid) => boolean
  /** Into rooms of the list, or out of them. */
  readonly enter: (rooms: readonly BareJid[]) => void
  readonly leave: (room: BareJid) => Promise<void>
  /** What we are called where a bookmark does not say it. */
  readonly ownNick: () => Promise<string>
  readonly emit: Emit
  readonly clock: Clock
  readonly log: Log
}): KeepingBookmarks {
  const { account, channel, bookmarks, store, isIn, enter, leave, ownNick, emit, clock, log } = options
  /** What was agreed on last; null while nothing is known of this stream. */
  let bases: ReadonlyMap<BareJid, KeptBookmark> | null = null
  /** What the rooms that we are in were called at the last comparison of this stream. */
  const names = new Map<BareJid, string | null>()
  let callOff = (): void => {}
  let isDue = false
  let turn = Promise.resolve()

  async function ownRooms(): Promise<ReadonlyMap<BareJid, OwnRoom>> {
    const rooms = await store.rooms(account)
    return new Map(
      rooms.map(({ room: { address, name, nick, autojoin } }) => [
        address,
        { name, nick, autojoin, isIn: isIn(address), formerName: names.get(address) ?? null },
      ]),
    )
  }

  /** @param onRead what others have changed is in our list */
  async function compare(onRead: () => void): Promise<void> {
    const now = await bookmarks.read()
    const before = new Map((await store.bookmarks(account)).map(each => [each.address, each]))
    const { wishes, ours } = await takeOver(now, before)
    onRead()
    const written = wishes.size === 0 ? now : await bookmarks.write(now, wishes)
    const next = [...ours].map(([address, room]) => agreed(address, room, written, before.get(address)))
    // What could not be taken away there is to be taken away the next time.
    const left = [...wishes].flatMap(([address, wish]) => {
      const stays = written.storage?.has(address) === true || written.items?.has(address) === true
      return (wish === null && stays && before.get(address)) || []
    })
    await emit({ type: 'bookmark.agreed', account, bookmarks: [...next, ...left] })
    bases = new Map(next.map(each => [each.address, each]))
    // Meanwhile the person has gone on.
    if (await differs()) schedule()
  }

  /** What others have changed comes into our list. @returns what is to be written, and how our list is by then */
  async function takeOver(
    now: BothPlaces,
    before: ReadonlyMap<BareJid, KeptBookmark>,
  ): Promise<{ readonly wishes: Map<BareJid, Wish | null>; readonly ours: Map<BareJid, OwnState> }> {
    const own = await ownRooms()
    for (const [address, room] of own) if (room.isIn) names.set(address, room.name)
    const inStorage = lookInto(now.storage, base => base.storage !== null, [...before.values()])
    const inItems = lookInto(now.items, base => base.items !== null, [...before.values()])
    const wishes = new Map<BareJid, Wish | null>()
    const ours = new Map<BareJid, OwnState>()
    const wanted: BareJid[] = []

    async function take(address: BareJid): Promise<void> {
      const room = own.get(address)
      const seen = { storage: inStorage(address), items: inItems(address) }
      const { here, wish } = mergeOne(address, room, before.get(address), seen)
      if (here === null) await remove(address)
      else if (here !== undefined || room !== undefined) {
        const next = await keep(address, room, here, wish ?? null)
        // There is no room for it: it stays where it is.
        if (next === null) return
        ours.set(address, next)
        if (here?.autojoin === true && !isIn(address)) wanted.push(address)
      }
      if (wish !== undefined) wishes.set(address, wish)
    }

    const keys = [own, before, now.items ?? [], now.storage ?? []].flatMap(each => [...each.keys()])
    // Whoever calls our own address a room is mistaken.
    const addresses = [...new Set(keys as readonly BareJid[])].filter(each => each !== account)
    await Promise.all(addresses.map(take))
    enter(wanted)
    return { wishes, ours }
  }

  async function remove(room: BareJid): Promise<void> {
    await leave(room)
    await emit({ type: 'room.removed', account, room })
  }

  /** @returns how it is in our list then; null: it did not come into it */
  async function keep(
    room: BareJid,
    before: OwnRoom | undefined,
    here: { readonly autojoin: boolean; readonly nick: string | null } | undefined,
    wish: Wish | null,
  ): Promise<OwnState | null> {
    if (here === undefined) return before ?? null
    const { autojoin } = here
    const nick = here.nick ?? before?.nick ?? (await ownNick())
    if (before === undefined) {
      const { name = null, password = null } = wish?.bookmark ?? {}
      await emit({ type: 'room.kept', account, room, kept: { name, password, autojoin, nick, isBookmarked: true } })
      return (await store.room(account, room)) === null ? null : { autojoin, nick }
    }
    await emit({ type: 'room.kept', account, room, kept: { autojoin, nick } })
    // XEP-0402, 3.6: "If the bookmark notification's 'autojoin' attribute is set to false, the client SHOULD leave".
    if (before.autojoin && !autojoin) await leave(room)
    return { autojoin, nick }
  }

  /** Whether the person has changed something that nobody knows yet. */
  async function differs(): Promise<boolean> {
    const own = await ownRooms()
    if (bases === null) return false
    for (const address of bases.keys()) if (!own.has(address)) return true
    return [...own].some(([address, room]) => isNews(address, room))
  }

  function isNews(address: BareJid, { autojoin, nick, name }: OwnNews): boolean {
    const base = bases?.get(address)
    if (base === undefined || base.autojoin !== autojoin || base.nick !== nick) return true
    return name !== null && isIn(address) && names.get(address) !== name
  }

  function changed(change: Change): void {
    if (bases === null || !('account' in change) || change.account !== account) return
    if (change.type === 'room.removed' && bases.has(change.room)) schedule()
    if (change.type === 'room.changed' && change.rooms.some(room => isNews(room.address, room))) schedule()
  }

  /** One comparison at a time, and another one where something happened meanwhile. */
  function schedule(): void {
    if (isDue) return
    isDue = true
    callOff = clock.after(quiet, () => {
      isDue = false
      if (channel.address() !== null) drop(inTurn(), log, 'bookmarks')
    })
  }

  function inTurn(onRead: () => void = () => {}): Promise<void> {
    const compared = turn.then(() => (channel.address() === null ? undefined : compare(onRead)))
    // It has failed for whoever waits for it.
    turn = compared.catch(() => {})
    return compared
  }

  const ends = [
    store.onChanges(changes => changes.forEach(changed)),
    channel.onOffline(({ resumable }) => {
      if (resumable) return
      bases = null
      names.clear()
    }),
  ]
  return {
    begin: () =>
      new Promise(resolve => {
        const giveUp = clock.after(patience, resolve)
        const done = (): void => {
          giveUp()
          resolve()
        }
        drop(inTurn(done).finally(done), log, 'bookmarks')
      }),
    resumed() {
      drop(
        differs().then(is => {
          if (is) schedule()
        }),
        log,
        'bookmarks',
      )
    },
    poke: schedule,
    dispose() {
      callOff()
      for (const end of ends) end()
    },
  }
}
