import { randomUUID } from 'node:crypto'
import type { AccountId, Peer } from '../../../shared/domain/address.ts'
import type { Message, MessageId } from '../../../shared/domain/message.ts'
import type { Change } from '../../../shared/ipc/changes.ts'
import type { ReceivedMessage } from '../../core/events.ts'
import type { ReceivedPlace } from '../../core/ports/index.ts'
import type { Batch } from '../batch.ts'
import {
  beforeRecounting,
  type Conversation,
  type Copy,
  copyOf,
  isOwnConversation,
  type KeptMessage,
  keptOfAll,
  withCopy,
} from '../copies/copy.ts'
import {
  columnsOf,
  ensureConversation,
  insertAt,
  selectAnswered,
  selectReach,
  selectTaken,
  selectTwins,
  selectWrittenBefore,
  updateCopies,
  updateReach,
} from '../copies/copy-sql.ts'
import { withoutSaid } from '../copies/greetings.ts'
import { findMessage } from '../copies/is-same.ts'
import { freePlaces, type Merged, mergePage } from '../copies/merge-page.ts'
import { type Reading, readAfter } from '../copies/read-after.ts'
import { shownAccount } from '../memory.ts'
import { insertLast, messageOf, placeAt, selectPage, selectUnread } from '../message-sql.ts'
import type { SqlRow, Statement } from '../sqlite/protocol.ts'
import { handledWith, selectAtPlace } from '../stream-sql.ts'
import { emptyConversation, keptAsRoom, setConversation, withChangedMessage, withNewMessage } from './conversation.ts'

/**
 * A message that has just come, from its sender or as a carbon: at the end of its conversation, or another copy of one
 * that is there.
 */
export async function messageReceived(
  batch: Batch,
  account: AccountId,
  received: ReceivedMessage,
  place: ReceivedPlace | null = null,
): Promise<readonly Change[]> {
  // After signing out with "remove history" a straggler must not bring the history back.
  if (!isKnown(batch, account)) return []
  const { peer } = received
  const room = received.kind === 'room' ? await keptAsRoom(batch, account, peer) : []
  const copy = copyOf(received, batch.now)
  if ((await withoutSaid(batch, account, peer, [copy])).length === 0) {
    if (place !== null) await batch.sql(handledWith(account, place))
    return []
  }
  const handled = place === null ? [] : [handledWith(account, place)]
  const isNameless = copy.stanzaId === null && copy.originId === null && copy.archiveId === null
  const kept = isNameless && copy.direction === 'in' ? place : null
  if (kept !== null) {
    const [same = []] = await batch.sql(selectAtPlace(account, peer, kept, copy.body), ...handled)
    if (same.length > 0) return room
  }
  const [rows = []] = await batch.sql(selectTwins(account, peer, [copy]), ...handled)
  const found = findMessage(copy, keptOfAll(rows), conversationOf(account, received))
  if (found !== null) return [...room, ...(await knownMessage(batch, account, peer, found, withCopy(found, copy)))]
  const where = kept === null ? {} : { stream: kept.stream, stream_place: kept.count }
  const columns = { ...columnsOf(randomUUID() as MessageId, copy), ...where }
  const [, inserted] = await batch.sql(...insertLast(account, peer, batch.now, columns))
  const row = inserted?.[0]
  if (row === undefined) return room
  const message = messageOf(account, peer, row)
  if (message.direction === 'in') {
    if (shownAccount(batch.memory, account) !== null) batch.arrived(message)
    return [...room, ...newMessage(batch, message)]
  }
  // Who answers on another device has read there what came before.
  await batch.sql(updateReach(account, peer, message.order, message.order))
  return [...room, ...newMessage(batch, message, message.order)]
}

/** What a room has recounted to who came in. Before the first time nobody has to read what was said there. */
export function messagesRecounted(
  batch: Batch,
  account: AccountId,
  messages: readonly ReceivedMessage[],
  { until, ahead = 0 }: { readonly until: number; readonly ahead?: number },
): Promise<readonly Change[]> | readonly Change[] {
  if (!isKnown(batch, account)) return []
  return messagesArchived(batch, account, { messages, direction: 'forward', until, isFirst: false, ahead })
}

function conversationOf(account: AccountId, { peer, kind }: Pick<ReceivedMessage, 'peer' | 'kind'>): Conversation {
  return { isOwn: isOwnConversation(account, peer), isRoom: kind === 'room' }
}

/** The messages of a page of the archive, each conversation by itself. Only what others see differently is told. */
export async function messagesArchived(
  batch: Batch,
  account: AccountId,
  page: {
    readonly messages: readonly ReceivedMessage[]
    readonly direction: 'forward' | 'backward'
    readonly until: number
    /** The device is new to the account: nobody has to read what was written before. */
    readonly isFirst: boolean
    /** Milliseconds that its times are ahead of our clock; 0 when left out. */
    readonly ahead?: number
  },
): Promise<readonly Change[]> {
  const changes: Change[] = []
  for (const [peer, messages] of Map.groupBy(page.messages, each => each.peer)) {
    changes.push(...(await conversationArchived(batch, account, peer, { ...page, messages })))
  }
  return changes
}

async function conversationArchived(
  batch: Batch,
  account: AccountId,
  peer: Peer,
  page: Parameters<typeof messagesArchived>[2],
): Promise<readonly Change[]> {
  const [first] = page.messages
  const isRecounted = first?.source === 'history'
  const source = isRecounted ? 'history' : 'archive'
  const all = page.messages.map(each => ({ ...copyOf({ ...each, source }, page.until), ahead: page.ahead ?? 0 }))
  const copies = await withoutSaid(batch, account, peer, all)
  if (copies.length === 0 || first === undefined) return []
  const room = first.kind === 'room' ? await keptAsRoom(batch, account, peer) : []
  const [, reaches = [], rows = []] = await batch.sql(
    ensureConversation(account, peer),
    selectReach(account, peer),
    selectTwins(account, peer, copies),
  )
  const reach = reaches[0]
  const forward = page.direction === 'forward'
  const merged = mergePage({
    copies,
    messages: isRecounted ? keptOfAll(rows).map(beforeRecounting) : keptOfAll(rows),
    conversation: conversationOf(account, first),
    above: forward ? Number(reach?.last ?? 0) : page.isFirst ? await lastBefore(batch, account, peer, copies, rows) : 0,
    below: forward ? Number.POSITIVE_INFINITY : Number(reach?.first ?? Number.POSITIVE_INFINITY),
    latest: placeAt(page.until),
  })
  const placed = await freed(batch, account, peer, merged)
  const isFirst = page.isFirst || (isRecounted && Number(reach?.last_place ?? 0) === 0)
  const before: Reading = { readUpTo: Number(reach?.read_up_to ?? 0), isRead: isFirst || !forward }
  const readUpTo = await readOnTheOtherDevice(batch, account, peer, before, readAfter(before, placed))
  const written = await batch.sql(
    ...placed.flatMap((each): readonly Statement[] => {
      if (each.kind === 'new') return [insertAt(account, peer, randomUUID() as MessageId, each.copy, each.place)]
      return isChanged(each.before, each.after) ? [updateCopies(each.before, each.after, null)] : []
    }),
  )
  const lastPlace = Math.max(0, ...placed.map(each => (each.kind === 'new' ? each.place : 0)))
  await batch.sql(updateReach(account, peer, lastPlace, readUpTo))
  const shown = new Set(placed.flatMap(each => (each.kind === 'known' && !isSeen(each) ? [] : [placeIn(each)])))
  const messages = written.flatMap(([row]) => (row === undefined ? [] : [messageOf(account, peer, row)]))
  const seen = messages.filter(({ order }) => shown.has(order))
  return [...room, ...(await told(batch, account, peer, readUpTo, seen))]
}

/**
 * What was missing is new to the person, but not what stands before their own words from another device: the carbon of
 * these may come before the archive has been read.
 */
async function readOnTheOtherDevice(
  batch: Batch,
  account: AccountId,
  peer: Peer,
  { readUpTo }: Reading,
  readAgain: number,
): Promise<number> {
  if (readAgain >= readUpTo) return readAgain
  const [[row] = []] = await batch.sql(selectAnswered(account, peer, readUpTo))
  return Math.max(readAgain, Number(row?.place ?? 0))
}

/**
 * The last place of what had come here when the first of a page was written: of the first look into an archive nothing
 * else says it.
 */
async function lastBefore(
  batch: Batch,
  account: AccountId,
  peer: Peer,
  [first]: readonly Copy[],
  inPage: readonly SqlRow[],
): Promise<number> {
  if (first === undefined) return 0
  // Servers stamp whole seconds.
  const time = first.time - (first.ahead ?? 0) + 1000
  const [rows = []] = await batch.sql(selectWrittenBefore(account, peer, time, inPage.length + 1))
  const keys = new Set(inPage.map(each => each.key))
  return Number(rows.find(each => !keys.has(each.key))?.place ?? 0)
}

/** New messages at places that nobody has. */
async function freed(
  batch: Batch,
  account: AccountId,
  peer: Peer,
  merged: readonly Merged[],
): Promise<readonly Merged[]> {
  const wanted = merged.flatMap(each => (each.kind === 'new' ? [each.place] : []))
  if (wanted.length === 0) return merged
  // Each is pushed up by so many at most as there are.
  const [from, to] = [Math.min(...wanted), Math.max(...wanted) + merged.length + 1]
  const [rows = []] = await batch.sql(selectTaken(account, peer, from, to))
  const free = [...freePlaces(wanted, new Set(rows.map(row => Number(row.place))))]
  return merged.map(each => (each.kind === 'new' ? { ...each, place: free.shift() ?? each.place } : each))
}

async function told(
  batch: Batch,
  id: AccountId,
  peer: Peer,
  readUpTo: number,
  messages: readonly Message[],
): Promise<readonly Change[]> {
  const account = shownAccount(batch.memory, id)
  const before = account?.conversations.get(peer) ?? emptyConversation(id, peer)
  if (account === null || (messages.length === 0 && before.readUpTo === readUpTo)) return []
  const [counted, last] = await batch.sql(selectUnread(id, peer, readUpTo), selectPage(id, peer, null, 1))
  const lastRow: SqlRow | undefined = last?.[0]
  const changed = [...messages].sort((one, other) => one.order - other.order)
  return [
    ...(changed.length === 0 ? [] : [{ type: 'message.changed', account: id, peer, messages: changed } as const]),
    ...setConversation(batch, account, {
      ...before,
      readUpTo,
      unread: Number(counted?.[0]?.unread ?? 0),
      mentioned: counted?.[0]?.mentioned === 1,
      lastMessage: lastRow === undefined ? null : messageOf(id, peer, lastRow),
    }),
  ]
}

async function knownMessage(
  batch: Batch,
  id: AccountId,
  peer: Peer,
  before: KeptMessage,
  after: KeptMessage,
): Promise<readonly Change[]> {
  if (!isChanged(before, after)) return []
  const [[row] = []] = await batch.sql(updateCopies(before, after, before.state === after.state ? null : batch.now))
  const account = shownAccount(batch.memory, id)
  if (account === null || row === undefined || !isSeen({ before, after })) return []
  const message = messageOf(id, peer, row)
  return [
    { type: 'message.changed', account: id, peer, messages: [message] },
    ...withChangedMessage(batch, account, message),
  ]
}

function newMessage(batch: Batch, message: Message, readUpTo?: number): readonly Change[] {
  const account = shownAccount(batch.memory, message.account)
  if (account === null) return []
  return [
    { type: 'message.changed', account: message.account, peer: message.peer, messages: [message] },
    ...withNewMessage(batch, account, message, readUpTo === undefined ? {} : { readUpTo }),
  ]
}

function placeIn(each: Merged): number {
  return each.kind === 'new' ? each.place : each.before.place
}

function isChanged(before: KeptMessage, after: KeptMessage): boolean {
  return before.archiveId !== after.archiveId || before.copies !== after.copies || isSeen({ before, after })
}

/** Whether the window shows the difference. */
function isSeen({ before, after }: { readonly before: KeptMessage; readonly after: KeptMessage }): boolean {
  return before.state !== after.state || before.extra !== after.extra
}

function isKnown(batch: Batch, id: AccountId): boolean {
  return batch.content().accounts.some(account => account.id === id)
}
