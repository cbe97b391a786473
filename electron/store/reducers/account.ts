import type { Account } from '../../../shared/domain/account.ts'
import type { AccountId, BareJid, Peer } from '../../../shared/domain/address.ts'
import { emptyArchive } from '../../../shared/domain/archive.ts'
import { unknownBlocking } from '../../../shared/domain/blocking.ts'
import type { Contact } from '../../../shared/domain/contact.ts'
import type { Conversation } from '../../../shared/domain/conversation.ts'
import type { ContactRequest } from '../../../shared/domain/request.ts'
import type { Change } from '../../../shared/ipc/changes.ts'
import type { AccountSnapshot } from '../../../shared/ipc/program.ts'
import { archiveOf, selectArchive, selectRoomArchives } from '../archive-sql.ts'
import type { Batch } from '../batch.ts'
import type { OpenAccount } from '../memory.ts'
import { messageOf, selectConversations } from '../message-sql.ts'
import type { SqlRow } from '../sqlite/protocol.ts'
import { rebuildTextIndex } from '../sqlite/text-index.ts'
import { selectTransfers, transferOf } from '../transfer-sql.ts'
import { blockingOf, selectBlocking } from './blocking.ts'
import { contactOf, selectContacts } from './contact.ts'
import { emptyConversation, withGaps } from './conversation.ts'
import { invitationOf, selectInvitations } from './invitation.ts'
import { type KeptProfile, profileOf, selectProfiles, shownProfile } from './profile.ts'
import { requestOf, selectRequests } from './request.ts'
import { roomOf, selectRooms } from './room.ts'

export function accountSaved(batch: Batch, account: Account): readonly Change[] {
  const content = batch.content()
  const known = content.accounts.some(each => each.id === account.id)
  const accounts = known
    ? content.accounts.map(each => (each.id === account.id ? account : each))
    : [...content.accounts, account]
  batch.setContent({ ...content, accounts })
  return batch.memory.accounts.has(account.id) ? [{ type: 'account.changed', account }] : []
}

/** An account that nobody saved stays unknown. One that is open already can only be unlocked by it. */
export async function accountOpened(batch: Batch, id: AccountId, unlocked: boolean): Promise<readonly Change[]> {
  const content = batch.content()
  const account = content.accounts.find(each => each.id === id)
  if (account === undefined) {
    batch.log.warn('an account that is not known was opened')
    return []
  }
  if (content.lastAccount !== id) batch.setContent({ ...content, lastAccount: id })
  const before = batch.memory.accounts.get(id)
  if (before !== undefined && (before.unlocked || !unlocked)) return []
  const open: OpenAccount = {
    unlocked,
    connection: before?.connection ?? { phase: 'offline', failure: null },
    sharedGroups: before?.sharedGroups ?? [],
    resources: before?.resources ?? new Map(),
    presences: before?.presences ?? new Map(),
    typing: new Map(),
    occupants: new Map(),
    invited: new Map(),
    downloads: new Map(),
    ...(unlocked
      ? await kept(batch, id)
      : {
          ...{ contacts: new Map(), requests: new Map(), profiles: new Map(), conversations: new Map() },
          ...{ open: null, archive: emptyArchive, blocking: unknownBlocking },
          ...{ rooms: new Map(), invitations: new Map(), transfers: new Map() },
        }),
  }
  batch.memory.open(id, open)
  return [{ type: 'account.added', snapshot: snapshotOf(account, open) }]
}

/** Signing out. With `removeHistory` nothing of the account is left on the disk, whether it was in use or not. */
export async function accountClosed(batch: Batch, id: AccountId, removeHistory: boolean): Promise<readonly Change[]> {
  const wasOpen = batch.memory.accounts.has(id)
  batch.memory.close(id)
  if (removeHistory) {
    const { settings, accounts, lastAccount } = batch.content()
    batch.setContent({
      settings,
      accounts: accounts.filter(each => each.id !== id),
      lastAccount: lastAccount === id ? null : lastAccount,
    })
    await batch.sql(
      { sql: 'DELETE FROM contact WHERE account = ?', values: [id] },
      { sql: 'DELETE FROM request WHERE account = ?', values: [id] },
      { sql: 'DELETE FROM profile WHERE account = ?', values: [id] },
      { sql: 'DELETE FROM room WHERE account = ?', values: [id] },
      { sql: 'DELETE FROM invitation WHERE account = ?', values: [id] },
      { sql: 'DELETE FROM transfer WHERE account = ?', values: [id] },
      { sql: 'DELETE FROM stream WHERE account = ?', values: [id] },
      { sql: 'DELETE FROM archive WHERE account = ?', values: [id] },
      { sql: 'DELETE FROM room_archive WHERE account = ?', values: [id] },
      { sql: 'DELETE FROM account_state WHERE account = ?', values: [id] },
      { sql: 'DELETE FROM conversation WHERE account = ?', values: [id] },
      rebuildTextIndex,
      { sql: 'DELETE FROM open_conversation WHERE account = ?', values: [id] },
    )
    batch.forgetDeleted()
  }
  return wasOpen ? [{ type: 'account.removed', account: id }] : []
}

/** A value of its own: what happens later is not in it. While locked nothing kept is shown. */
export function snapshotOf(account: Account, open: OpenAccount): AccountSnapshot {
  return {
    account,
    unlocked: open.unlocked,
    connection: open.connection,
    contacts: open.unlocked ? [...open.contacts.values()] : [],
    requests: open.unlocked ? [...open.requests.values()] : [],
    sharedGroups: open.unlocked ? open.sharedGroups : [],
    presences: [...open.presences.values()],
    profiles: open.unlocked ? [...open.profiles.values()].map(shownProfile) : [],
    typing: [...open.typing.keys()],
    conversations: open.unlocked ? [...open.conversations.values()] : [],
    open: open.unlocked ? open.open : null,
    archive: open.unlocked ? open.archive : emptyArchive,
    blocking: open.unlocked ? open.blocking : unknownBlocking,
    rooms: open.unlocked ? [...open.rooms.values()].map(each => each.room) : [],
    occupants: Object.fromEntries([...open.occupants].map(([room, people]) => [room, [...people.values()]])),
    invitations: open.unlocked ? [...open.invitations.values()].map(each => each.invitation) : [],
    invited: Object.fromEntries(open.invited),
    transfers: open.unlocked ? [...open.transfers.values()].map(each => each.transfer) : [],
    downloads: [...open.downloads.values()],
  }
}

async function kept(
  batch: Batch,
  id: AccountId,
): Promise<
  Pick<OpenAccount, 'contacts' | 'requests' | 'profiles' | 'conversations' | 'open' | 'archive' | 'blocking'> &
    Pick<OpenAccount, 'rooms' | 'invitations' | 'transfers'>
> {
  const [roomArchives = []] = await batch.sql(selectRoomArchives(id))
  const gapsOf = new Map(roomArchives.map(row => [String(row.room), archiveOf(row).gaps] as const))
  const [rooms = [], invitations = [], transfers = []] = await batch.sql(
    selectRooms(id),
    selectInvitations(id),
    selectTransfers(id),
  )
  const [contacts = [], requests = [], profiles = [], conversations = [], opened = [], archives = [], states = []] =
    await batch.sql(
      selectContacts(id),
      selectRequests(id),
      selectProfiles(id),
      selectConversations(id),
      { sql: 'SELECT peer FROM open_conversation WHERE account = ?', values: [id] },
      selectArchive(id),
      selectBlocking(id),
    )
  return {
    contacts: new Map(contacts.map(contactOf).map((each): [BareJid, Contact] => [each.address, each])),
    requests: new Map(requests.map(requestOf).map((each): [BareJid, ContactRequest] => [each.address, each])),
    profiles: new Map(profiles.map(profileOf).map((each): [BareJid, KeptProfile] => [each.address, each])),
    conversations: new Map(
      conversations
        .map(row => conversationOf(id, row))
        .map(each => withGaps(each, gapsOf.get(each.peer) ?? []))
        .map((each): [Peer, Conversation] => [each.peer, each]),
    ),
    open: (opened[0]?.peer as Peer | undefined) ?? null,
    archive: { ...emptyArchive, gaps: archiveOf(archives[0]).gaps },
    blocking: blockingOf(states[0]),
    rooms: new Map(rooms.map(row => roomOf(id, row)).map(each => [each.room.address, each])),
    invitations: new Map(invitations.map(invitationOf).map(each => [each.invitation.room, each])),
    transfers: new Map(transfers.map(row => transferOf(id, row)).map(each => [each.transfer.id, each])),
  }
}

function conversationOf(account: AccountId, row: SqlRow): Conversation {
  const peer = row.peer as Peer
  return {
    ...emptyConversation(account, peer),
    ...(row.kind === 'room' && { kind: 'room' }),
    mentioned: row.mentioned === 1,
    lastMessage: row.id === null ? null : messageOf(account, peer, row),
    unread: Number(row.unread),
    readUpTo: Number(row.read_up_to),
    draft: String(row.draft ?? ''),
  }
}
