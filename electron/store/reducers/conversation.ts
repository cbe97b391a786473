import type { AccountId, Peer } from '../../../shared/domain/address.ts'
import { type Conversation, isOccupant } from '../../../shared/domain/conversation.ts'
import type { Message } from '../../../shared/domain/message.ts'
import type { Change } from '../../../shared/ipc/changes.ts'
import type { Batch } from '../batch.ts'
import { type OpenAccount, shownAccount } from '../memory.ts'
import { selectUnread } from '../message-sql.ts'
import type { Statement } from '../sqlite/protocol.ts'

/** Only forwards, and never beyond the last message: those to come are unread. */
export async function conversationRead(
  batch: Batch,
  id: AccountId,
  peer: Peer,
  upTo: number,
): Promise<readonly Change[]> {
  const account = shownAccount(batch.memory, id)
  const conversation = account?.conversations.get(peer)
  if (account === null || conversation === undefined) return []
  const readUpTo = Math.min(upTo, conversation.lastMessage?.order ?? 0)
  if (readUpTo <= conversation.readUpTo) return []
  const [, counted] = await batch.sql(
    { sql: 'UPDATE conversation SET read_up_to = ? WHERE account = ? AND peer = ?', values: [readUpTo, id, peer] },
    selectUnread(id, peer, readUpTo),
  )
  const unread = Number(counted?.[0]?.unread ?? 0)
  const mentioned = counted?.[0]?.mentioned === 1
  return setConversation(batch, account, { ...conversation, readUpTo, unread, mentioned })
}

/** A conversation may begin with a draft. */
export async function conversationDrafted(
  batch: Batch,
  id: AccountId,
  peer: Peer,
  text: string,
): Promise<readonly Change[]> {
  const account = shownAccount(batch.memory, id)
  if (account === null) return []
  const before = account.conversations.get(peer) ?? emptyConversation(id, peer)
  if (before.draft === text) return []
  await batch.sql({
    sql: `INSERT INTO conversation (account, peer, draft) VALUES (?, ?, ?)
      ON CONFLICT (account, peer) DO UPDATE SET draft = excluded.draft`,
    values: [id, peer, text === '' ? null : text],
  })
  return setConversation(batch, account, { ...before, draft: text })
}

/** What a message was made of is no draft any more; in the transaction that keeps the message. */
export function endDraft(account: AccountId, peer: Peer): Statement {
  return {
    sql: 'UPDATE conversation SET draft = NULL WHERE account = ? AND peer = ? AND draft IS NOT NULL',
    values: [account, peer],
  }
}

/** Kept by itself: who is looked at may have no conversation yet. */
export async function conversationOpened(batch: Batch, id: AccountId, peer: Peer | null): Promise<readonly Change[]> {
  const account = shownAccount(batch.memory, id)
  if (account === null || account.open === peer) return []
  await batch.sql(
    peer === null
      ? { sql: 'DELETE FROM open_conversation WHERE account = ?', values: [id] }
      : { sql: 'INSERT OR REPLACE INTO open_conversation (account, peer) VALUES (?, ?)', values: [id, peer] },
  )
  batch.memory.open(id, { ...account, open: peer })
  return [{ type: 'conversation.opened', account: id, peer }]
}

/**
 * The row of the chat list after a message has come to the end of the conversation; `draft` where it ends it, `readUpTo`
 * where all of it is read with that.
 */
export function withNewMessage(
  batch: Batch,
  account: OpenAccount,
  message: Message,
  { draft, readUpTo }: { readonly draft?: string; readonly readUpTo?: number } = {},
): readonly Change[] {
  const before = account.conversations.get(message.peer) ?? emptyConversation(message.account, message.peer)
  const unread = readUpTo === undefined ? before.unread + (message.direction === 'in' ? 1 : 0) : 0
  return setConversation(batch, account, {
    ...before,
    unread,
    mentioned:
      readUpTo === undefined && (before.mentioned || (message.mentionsMe === true && message.direction === 'in')),
    lastMessage: message,
    draft: draft ?? before.draft,
    readUpTo: readUpTo ?? before.readUpTo,
  })
}

/** The row after messages have changed where they stand. */
export function withChangedMessage(batch: Batch, account: OpenAccount, message: Message): readonly Change[] {
  const before = account.conversations.get(message.peer)
  return before?.lastMessage?.id === message.id
    ? setConversation(batch, account, { ...before, lastMessage: message })
    : []
}

/** A conversation that is one of a room from now on, where it was not known as one. */
export async function keptAsRoom(batch: Batch, id: AccountId, peer: Peer): Promise<readonly Change[]> {
  const account = shownAccount(batch.memory, id)
  const before = account?.conversations.get(peer)
  if (before?.kind === 'room') return []
  await batch.sql({
    sql: `INSERT INTO conversation (account, peer, kind) VALUES (?, ?, 'room')
      ON CONFLICT (account, peer) DO UPDATE SET kind = excluded.kind`,
    values: [id, peer],
  })
  if (account === null) return []
  return setConversation(batch, account, { ...(before ?? emptyConversation(id, peer)), kind: 'room' })
}

export function setConversation(batch: Batch, account: OpenAccount, next: Conversation): readonly Change[] {
  batch.memory.set(account.conversations, next.peer, next)
  return [{ type: 'conversation.changed', account: next.account, conversations: [next] }]
}

export function emptyConversation(account: AccountId, peer: Peer): Conversation {
  const kind = isOccupant(peer) ? 'occupant' : 'person'
  return { account, peer, kind, lastMessage: null, unread: 0, mentioned: false, readUpTo: 0, draft: '' }
}

/** A conversation as it is told; without gaps it says nothing of them. */
export function withGaps({ gaps: _, ...conversation }: Conversation, gaps: readonly number[]): Conversation {
  return gaps.length === 0 ? conversation : { ...conversation, gaps }
}
