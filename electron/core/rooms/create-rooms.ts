import type { AccountId, BareJid } from '../../../shared/domain/address.ts'
import { displayName } from '../../../shared/domain/display-name.ts'
import { AppError } from '../../../shared/domain/failure.ts'
import type { RoomSettings } from '../../../shared/domain/room.ts'
import type { StanzaChannel } from '../../connection/session.ts'
import type { Element } from '../../stanza/element.ts'
import { cleanText } from '../../stanza/xml-text.ts'
import type { Store } from '../../store/store.ts'
import { createBookmarks } from '../../xmpp/bookmarks/bookmarks.ts'
import type { Discovery } from '../../xmpp/disco/discovery.ts'
import { createInvitations } from '../../xmpp/muc/invitations.ts'
import { createMuc, type Muc } from '../../xmpp/muc/muc.ts'
import { createRoomOwner } from '../../xmpp/muc/room-owner.ts'
import type { Emit } from '../events.ts'
import { type Clock, drop, type Log } from '../ports/index.ts'
import { createKeepingBookmarks } from './keep-bookmarks.ts'
import { createPublicRooms } from './public-rooms.ts'
import type { RoomActions } from './room-actions.ts'
import { createRoomServices } from './services.ts'
import { createStaying, type RoomTalk, type Staying } from './staying.ts'

/** The conference rooms of one account. */
export interface Rooms
  extends Pick<Muc, 'nick' | 'occupant' | 'publish' | 'claims' | 'check'>,
    Pick<Staying, 'begin' | 'info'> {
  readonly actions: RoomActions
  /** The stream goes on, or the computer woke up: whether the rooms have kept us is asked. */
  checkAll(): Promise<void>
  dispose(): void
}

/** Milliseconds without a word from a room after which it is asked whether we are in it, and how often that is looked at. */
const silence = 600_000
const round = 60_000

const unchanged: RoomSettings = {
  ...{ name: null, description: null, isPersistent: null, isPublic: null, isMembersOnly: null, isModerated: null },
  ...{ password: null, everybodySetsSubject: null, everybodyInvites: null },
}

export function createRooms(options: {
  readonly account: AccountId
  readonly channel: StanzaChannel
  readonly discovery: Pick<Discovery, 'info' | 'items' | 'infoNow' | 'accountSupports'>
  readonly talk: RoomTalk
  readonly store: Pick<Store, 'rooms' | 'room' | 'invitation' | 'profile' | 'bookmarks' | 'onChanges'>
  readonly emit: Emit
  readonly clock: Clock
  readonly log: Log
  /** What stands in every presence of ours. */
  readonly extensions: () => readonly Element[]
  readonly isBlocked: (address: BareJid) => boolean
}): Rooms {
  const { account, channel, discovery, talk, store, emit, clock, log, extensions, isBlocked } = options
  const muc = createMuc({
    ...{ channel, emit, clock, log, extensions },
    onOut: (room, failure) => staying.out(room, failure),
    onSeen: (room, address) => invitations.seen(room, address),
    onConfigured: room => drop(staying.describe(room), log, 'what a room says of itself'),
  })
  const owner = createRoomOwner({ channel, clock })
  const isIn = (room: BareJid): boolean => muc.nick(room) !== null
  const invitations = createInvitations({ channel, emit, clock, log, isIn, isBlocked })
  const staying = createStaying({ channel, muc, discovery, talk, giveUp: owner.giveUp, store, emit, clock, log })
  const services = createRoomServices(account, discovery)
  const publicRooms = createPublicRooms({ channel, discovery, services, clock, log })
  const bookmarks = createBookmarks({ channel, discovery, log, onChanged: () => keeping.poke() })
  const keeping = createKeepingBookmarks({
    ...{ account, channel, bookmarks, store, emit, clock, log },
    isIn,
    enter: staying.follow,
    leave: staying.leave,
    ownNick: async () => displayName(null, account, await store.profile(account, account)),
  })
  /** Rooms that are left as soon as somebody can be told. */
  const leftOffline = new Set<BareJid>()
  let callOff = (): void => {}

  /** Rooms that say nothing for long may have lost us without a word (XEP-0410). */
  function lookAfter(): void {
    callOff()
    callOff = clock.after(round, () => {
      if (channel.address() === null) return
      drop(muc.checkAll(silence), log, 'a look whether we are in our rooms')
      lookAfter()
    })
  }

  async function catchUp(): Promise<void> {
    const rooms = [...leftOffline]
    leftOffline.clear()
    for (const room of rooms) await staying.leave(room)
  }

  function requireConnection(): void {
    if (channel.address() === null) throw new AppError('not-connected', 'rooms need the server')
  }

  async function nickFor(room: BareJid, nick: string | null): Promise<string> {
    const held = await store.room(account, room)
    const wished = cleanText(nick ?? held?.room.nick ?? '').trim()
    return wished === '' ? displayName(null, account, await store.profile(account, account)) : wished
  }

  async function join(room: BareJid, nick: string | null, password: string | null): Promise<void> {
    requireConnection()
    const isNew = muc.nick(room) === null
    const known = (await store.room(account, room))?.password ?? (await store.invitation(account, room))?.password
    await staying.join(room, { nick: await nickFor(room, nick), password: password ?? known ?? null })
    if (isNew) await emit({ type: 'room.kept', account, room, kept: { autojoin: true } })
    lookAfter()
  }

  const actions: RoomActions = {
    async addressOf(typed) {
      requireConnection()
      return services.addressOf(typed)
    },
    join: (room, { nick, password }) => join(room, nick, password),
    async create(room, { nick, name, password, isPersistent, isPublic, isMembersOnly }) {
      requireConnection()
      await staying.make(room, await nickFor(room, nick))
      const called = name ?? room.slice(0, room.indexOf('@'))
      const settings = { ...unchanged, name: called, password, isPersistent, isPublic, isMembersOnly }
      try {
        await owner.setUp(room, settings)
        await staying.settle(room, password === '' ? null : password)
      } catch (error) {
        await owner.giveUp(room).catch(() => log.info('a room that was not set up stays'))
        await staying.leave(room)
        throw error
      }
      lookAfter()
    },
    async leave(room, keep) {
      if (channel.address() === null) {
        leftOffline.add(room)
        await emit({ type: 'room.changed', account, room, facts: { phase: { type: 'left' } } })
      } else await staying.leave(room)
      if (keep) await emit({ type: 'room.kept', account, room, kept: { autojoin: false } })
      else await emit({ type: 'room.removed', account, room })
    },
    setAutojoin: (room, autojoin) => emit({ type: 'room.kept', account, room, kept: { autojoin } }),
    setNotify: (room, notify) => emit({ type: 'room.kept', account, room, kept: { notify } }),
    setSubject: (room, subject) => owner.setSubject(room, subject),
    async invite(room, people, reason) {
      requireConnection()
      if (!isIn(room)) throw new AppError('room-not-joined', 'only who is in it invites')
      const held = await store.room(account, room)
      const byRoomOnly = held?.room.traits?.isMembersOnly === true
      const mayAdd = held?.room.affiliation === 'owner' || held?.room.affiliation === 'admin'
      const others = people.filter(each => each !== account)
      if (byRoomOnly && mayAdd) {
        // Not every server lets in whom its room has invited.
        const added = others.map(each => owner.makeMember(room, each))
        await Promise.all(added.map(each => each.catch(() => log.info('nobody was made a member'))))
      }
      await invitations.invite(room, others, { reason, password: held?.password ?? null, byRoomOnly })
    },
    kick: (room, nick, reason) => owner.kick(room, nick, reason),
    settings: room => owner.settings(room),
    async configure(room, settings) {
      await owner.configure(room, settings)
      const { password } = settings
      if (password !== null) await emit({ type: 'room.kept', account, room, kept: { password: password || null } })
      // Not every server tells.
      await staying.describe(room)
    },
    services(typed) {
      requireConnection()
      return typed === null ? services.all() : services.named(typed)
    },
    list: publicRooms.page,
    describe: publicRooms.describe,
    async find(text) {
      requireConnection()
      return publicRooms.find(text)
    },
    accept: room => join(room, null, null),
    async decline(room, reason) {
      const invited = await store.invitation(account, room)
      if (invited !== null) await invitations.decline(room, invited.invitation.by, reason)
      await emit({ type: 'invitation.ended', account, room })
    },
  }

  return {
    actions,
    nick: muc.nick,
    occupant: muc.occupant,
    publish: muc.publish,
    claims: muc.claims,
    check: muc.check,
    info: staying.info,
    async begin() {
      // Who has left a room on another device is not to be seen coming in once more.
      await catchUp()
      await keeping.begin()
      await staying.begin()
      lookAfter()
    },
    async checkAll() {
      if (channel.address() === null) return
      lookAfter()
      await catchUp()
      keeping.resumed()
      staying.goOn()
      await muc.checkAll()
    },
    dispose() {
      callOff()
      // Before what waits for a room fails: nobody is to come back.
      for (const part of [publicRooms, keeping, bookmarks, staying, muc, owner, invitations]) part.dispose()
    },
  }
}
