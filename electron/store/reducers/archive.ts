import type { AccountId, BareJid, Peer } from '../../../shared/domain/address.ts'
import { type ArchivePhase, type ArchiveState, emptyArchive } from '../../../shared/domain/archive.ts'
import type { Change } from '../../../shared/ipc/changes.ts'
import type { ArchivedPage } from '../../core/events.ts'
import {
  archiveOf,
  historyOf,
  type KeptArchive,
  selectArchive,
  selectHistory,
  unknownArchive,
  updateArchive,
  updateHistory,
} from '../archive-sql.ts'
import type { Batch } from '../batch.ts'
import { shownAccount } from '../memory.ts'
import { placeAt } from '../message-sql.ts'
import { emptyConversation, setConversation, withGaps } from './conversation.ts'
import { messagesArchived } from './copy.ts'

/** Kept for so many streams whose archive could not be read: what is older is not told apart. */
const mostGaps = 50

/** A new stream: until the archive has been read, something may be missing before what comes from now on. */
export async function archiveBegan(
  batch: Batch,
  account: AccountId,
  time: number,
  room: BareJid | null = null,
): Promise<readonly Change[]> {
  const kept = await archiveIn(batch, account, room)
  // Where nothing was ever read there is nothing yet that something could be missing from.
  if (kept === null || kept.absent || kept.newest === null) return []
  const gap = placeAt(time)
  const gaps = [...new Set([...kept.gaps, gap])].sort((one, other) => one - other).slice(-mostGaps)
  await batch.sql(updateArchive(account, { ...kept, gaps }, room))
  return room === null ? toldState(batch, account, { gaps }) : toldGaps(batch, account, room, gaps)
}

/** Whether it is being read is known for as long as the program runs. */
export function archiveChanged(batch: Batch, account: AccountId, phase: ArchivePhase): readonly Change[] {
  return toldState(batch, account, { phase })
}

export async function archiveAbsent(
  batch: Batch,
  account: AccountId,
  room: BareJid | null = null,
): Promise<readonly Change[]> {
  const kept = await archiveIn(batch, account, room)
  if (kept === null) return []
  // What was read of one that there was before stays where it is; it may come back.
  if (!kept.absent || kept.gaps.length > 0)
    await batch.sql(updateArchive(account, { ...kept, absent: true, gaps: [] }, room))
  return room === null ? toldState(batch, account, emptyArchive) : toldGaps(batch, account, room, [])
}

/** Messages and how far they reach, together. */
export async function messageArchived(
  batch: Batch,
  account: AccountId,
  page: ArchivedPage,
): Promise<readonly Change[]> {
  const { messages, direction, until, room = null } = page
  const kept = await archiveIn(batch, account, room)
  if (kept === null) return []
  const isFirst = direction === 'backward' && page.peer === null
  const { ahead = 0 } = page
  const changes = await messagesArchived(batch, account, { messages, direction, until, isFirst, ahead })
  if (page.peer === null) {
    const next = afterPage(kept, page)
    await batch.sql(updateArchive(account, next, room))
    if (room !== null) return [...changes, ...toldGaps(batch, account, room, next.gaps)]
    return [...changes, ...toldState(batch, account, { gaps: next.gaps })]
  }
  const [[row] = []] = await batch.sql(selectHistory(account, page.peer))
  const history = historyOf(row)
  const oldest = page.first ?? history.oldest
  await batch.sql(updateHistory(account, page.peer, { oldest, complete: history.complete || page.complete }))
  return [...changes, ...known(batch, account, page.peer)]
}

/** What is kept of a conversation makes it one, with or without messages: so it is after a restart. */
function known(batch: Batch, id: AccountId, peer: Peer): readonly Change[] {
  const account = shownAccount(batch.memory, id)
  if (account === null || account.conversations.has(peer)) return []
  return setConversation(batch, account, emptyConversation(id, peer))
}

function afterPage(kept: KeptArchive, page: ArchivedPage): KeptArchive {
  const { first, last, complete } = page
  const there = { ...kept, absent: false }
  if (page.direction === 'backward') {
    const newest = kept.newest ?? last
    return { ...there, newest, oldest: first ?? kept.oldest, complete: kept.complete || complete }
  }
  return { ...there, newest: last ?? kept.newest, oldest: kept.oldest ?? first, gaps: complete ? [] : kept.gaps }
}

/** Null for an account that is not known: after signing out with "remove history" nothing of it comes back. */
async function archiveIn(batch: Batch, account: AccountId, room: BareJid | null): Promise<KeptArchive | null> {
  if (!batch.content().accounts.some(each => each.id === account)) return null
  const [[row] = []] = await batch.sql(selectArchive(account, room))
  return row === undefined ? unknownArchive : archiveOf(row)
}

/** Gaps of a room stand in its conversation. */
function toldGaps(batch: Batch, id: AccountId, room: BareJid, gaps: readonly number[]): readonly Change[] {
  const account = shownAccount(batch.memory, id)
  const before = account?.conversations.get(room)
  if (account === null || before === undefined || String(before.gaps ?? []) === String(gaps)) return []
  return setConversation(batch, account, withGaps(before, gaps))
}

function toldState(batch: Batch, id: AccountId, change: Partial<ArchiveState>): readonly Change[] {
  const account = shownAccount(batch.memory, id)
  if (account === null) return []
  const before = account.archive
  const next = { ...before, ...change }
  if (next.phase === before.phase && String(next.gaps) === String(before.gaps)) return []
  batch.memory.open(id, { ...account, archive: next })
  return [{ type: 'archive.changed', account: id, archive: next }]
}
