import type { AccountId, BareJid, Peer } from '../../../shared/domain/address.ts'
import { isOccupant, occupantNick, roomOf } from '../../../shared/domain/conversation.ts'
import { displayName } from '../../../shared/domain/display-name.ts'
import type { Message } from '../../../shared/domain/message.ts'
import type { Place } from '../../../shared/domain/place.ts'
import type { Program } from '../../../shared/domain/program.ts'
import { type Room, type RoomNotify, roomName } from '../../../shared/domain/room.ts'
import type { Change } from '../../../shared/ipc/changes.ts'
import type { Store } from '../../store/store.ts'
import { type Clock, drop, type Log, type Notifier } from '../ports/index.ts'
import { type InView, needsNotice, wantsNotice } from './decide.ts'
import { invitationNotice, messageNotice, requestNotice } from './notice-text.ts'

export interface Notifications {
  /** The conversation that the person looks at; null: none of this account. */
  setInView(account: AccountId, peer: Peer | null): void
  /** The window is gone, or its page. */
  nothingInView(): void
  dispose(): void
}

/** Milliseconds between two states of one notification, and between two sounds: a flood is neither flicker nor noise. */
export const shortestPause = 2000

/** What is shown of one conversation, since it was read last. */
interface Shown {
  readonly account: AccountId
  readonly peer: Peer
  readonly count: number
  readonly body: string
  /** Milliseconds since 1970: its notification was drawn last; null before. */
  readonly drawnAt: number | null
}

/**
 * Tells the person of what comes while they do not look at it: one notification for a conversation, with a count, gone as
 * soon as that is read; one for each request of a contact, and for each invitation.
 * @param open leads to where a notification that was clicked on belongs
 */
export function createNotifications(options: {
  readonly store: Store
  readonly notifier: Notifier
  readonly program: Program
  readonly clock: Clock
  readonly log: Log
  readonly open: (place: Place) => void
}): Notifications {
  const { store, notifier, program, clock, log, open } = options
  const shown = new Map<string, Shown>()
  const waiting = new Map<string, () => void>()
  /** And invitations; of every account in use, told of or not: a server repeats them at each sign-in. */
  const requests = new Map<string, Place>()
  let inView: InView | null = null
  let lastSound = Number.NEGATIVE_INFINITY

  /** Of the rooms of every account in use. */
  const rooms = new Map<string, Pick<Room, 'name' | 'address' | 'notify'>>()

  /** Of a room that is not in the list any more: as of a new one. */
  function notifyOf({ account, peer, sender }: Message): RoomNotify {
    return sender === undefined ? 'all' : (rooms.get(roomId(account, peer))?.notify ?? 'mentions')
  }

  /** A room by its name, somebody in one by their nickname and its name, null for people. */
  function nameInRoom(account: AccountId, peer: Peer): string | null {
    const address = roomOf(peer)
    const room = rooms.get(roomId(account, address))
    if (room === undefined && !isOccupant(peer)) return null
    const name = roomName(room ?? { name: null, address })
    return isOccupant(peer) ? `${occupantNick(peer)} (${name})` : name
  }

  function learn(account: AccountId, all: readonly Room[]): void {
    for (const room of all) rooms.set(roomId(account, room.address), room)
  }

  const language = () => store.settings().language ?? program.systemLanguage
  const isWanted = (account: AccountId) => wantsNotice(store.settings(), store.account(account))

  function arrived(message: Message): void {
    const { account, peer } = message
    // The address of a file says nothing.
    const body = message.file?.name ?? message.body
    if (!isWanted(account) || !needsNotice(message, inView, notifyOf(message))) return
    const id = conversationId(account, peer)
    const before = shown.get(id)
    const drawnAt = before?.drawnAt ?? null
    const said = message.sender === undefined ? body : `${message.sender.nick}: ${body}`
    shown.set(id, { account, peer, count: (before?.count ?? 0) + 1, body: said, drawnAt })
    if (waiting.has(id)) return
    const pause = drawnAt === null ? 0 : Math.max(0, drawnAt + shortestPause - clock.now())
    // What comes in the same breath is one state of it.
    waiting.set(
      id,
      clock.after(pause, () => {
        waiting.delete(id)
        drop(draw(id), log, 'notification')
      }),
    )
  }

  async function draw(id: string): Promise<void> {
    const asked = shown.get(id)
    if (asked === undefined) return
    const { account, peer } = asked
    const [contact, profile] = await Promise.all([store.contact(account, peer), store.profile(account, peer)])
    // It may have been read, or have grown, meanwhile.
    const now = shown.get(id)
    if (now === undefined || !isWanted(account)) return
    const body = store.settings().notificationText ? now.body : null
    const words = messageNotice({
      language: language(),
      name: nameInRoom(account, peer) ?? displayName(contact, peer, profile),
      count: now.count,
      body,
    })
    notifier.show({ id, ...words, silent: !takesSound() })
    shown.set(id, { ...now, drawnAt: clock.now() })
  }

  function takesSound(): boolean {
    if (!store.settings().notificationSound || clock.now() - lastSound < shortestPause) return false
    lastSound = clock.now()
    return true
  }

  function close(id: string): void {
    waiting.get(id)?.()
    waiting.delete(id)
    if (shown.delete(id)) notifier.close(id)
  }

  function closeAll(isIt: (account: AccountId) => boolean): void {
    for (const [id, { account }] of [...shown]) if (isIt(account)) close(id)
    for (const [id, { account }] of [...requests]) if (isIt(account)) notifier.close(id)
  }

  function requested(id: string, place: Place, words: { readonly title: string; readonly body: string }): void {
    if (requests.has(id)) return
    requests.set(id, place)
    if (isWanted(place.account)) notifier.show({ id, ...words, silent: !takesSound() })
  }

  function answered(id: string): void {
    if (requests.delete(id)) notifier.close(id)
  }

  function changed(change: Change): void {
    switch (change.type) {
      case 'conversation.changed':
        for (const { account, peer, unread } of change.conversations)
          if (unread === 0) close(conversationId(account, peer))
        return
      case 'account.added': {
        const account = change.snapshot.account.id
        learn(account, change.snapshot.rooms)
        for (const { address } of change.snapshot.requests)
          requests.set(requestId(account, address), { type: 'contacts', account })
        for (const { room } of change.snapshot.invitations)
          requests.set(invitationId(account, room), { type: 'rooms', account })
        return
      }
      case 'account.changed':
      case 'settings.changed':
        closeAll(account => !isWanted(account))
        return
      case 'account.removed':
        closeAll(account => account === change.account)
        for (const [id, { account }] of [...requests]) if (account === change.account) requests.delete(id)
        if (inView?.account === change.account) inView = null
        return
      case 'room.changed':
        learn(change.account, change.rooms)
        return
      case 'room.removed':
        rooms.delete(roomId(change.account, change.room))
        return
      case 'request.changed':
        requested(
          requestId(change.account, change.request.address),
          { type: 'contacts', account: change.account },
          requestNotice(language(), change.request.address),
        )
        return
      case 'request.removed':
        answered(requestId(change.account, change.address))
        return
      case 'invitation.changed':
        requested(
          invitationId(change.account, change.invitation.room),
          { type: 'rooms', account: change.account },
          invitationNotice(language(), change.invitation),
        )
        return
      case 'invitation.removed':
        answered(invitationId(change.account, change.room))
        return
      default:
      // Nothing that anybody is told of.
    }
  }

  function clicked(id: string): void {
    const conversation = shown.get(id)
    const place = conversation === undefined ? requests.get(id) : ({ type: 'conversation', ...conversation } as const)
    if (place === undefined) return
    close(id)
    const { account } = place
    open(place.type === 'conversation' ? { type: 'conversation', account, peer: place.peer } : place)
  }

  const endings = [
    store.onArrivals(messages => messages.forEach(arrived)),
    store.onChanges(changes => changes.forEach(changed)),
    notifier.onClick(clicked),
  ]
  return {
    setInView(account, peer) {
      if (peer !== null) {
        inView = { account, peer }
        close(conversationId(account, peer))
      } else if (inView?.account === account) inView = null
    },
    nothingInView() {
      inView = null
    },
    dispose() {
      for (const end of endings) end()
      closeAll(() => true)
    },
  }
}

const conversationId = (account: AccountId, peer: Peer): string => `conversation ${account} ${peer}`
const roomId = (account: AccountId, room: Peer): string => `${account} ${room}`
const invitationId = (account: AccountId, room: BareJid): string => `invitation ${account} ${room}`
const requestId = (account: AccountId, address: BareJid): string => `request ${account} ${address}`
