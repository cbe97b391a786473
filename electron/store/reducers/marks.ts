import type { AccountId, BareJid, Peer } from '../../../shared/domain/address.ts'
import type { MessageId, MessageState } from '../../../shared/domain/message.ts'
import type { Change } from '../../../shared/ipc/changes.ts'
import type { ReceivedMessage } from '../../core/events.ts'
import type { Batch } from '../batch.ts'
import { selectOwn, selectOwnUpTo, selectTheirs, setMarkable, setMarked } from '../marks-sql.ts'
import { shownAccount } from '../memory.ts'
import { conversationRead } from './conversation.ts'
import { messagesBecame } from './message.ts'
import { reachedFrom } from './message-states.ts'

/** A receipt counts for one message, and only from whom that went to. */
export async function messageDelivered(
  batch: Batch,
  account: AccountId,
  peer: Peer,
  id: string,
): Promise<readonly Change[]> {
  const own = await ownMessage(batch, account, peer, id)
  return own === null ? [] : messagesBecame(batch, account, [own.id], 'delivered')
}

/** "Displayed Markers carry a semantic of all messages up to this point" (XEP-0333). */
export async function messagesDisplayed(
  batch: Batch,
  account: AccountId,
  peer: Peer,
  id: string,
): Promise<readonly Change[]> {
  const own = await ownMessage(batch, account, peer, id)
  if (own === null) return []
  const states: readonly MessageState[] = reachedFrom.displayed
  const [rows = []] = await batch.sql(selectOwnUpTo(account, peer, own.place, states))
  const ids = rows.map(row => row.id as MessageId)
  return messagesBecame(batch, account, ids, 'displayed')
}

/** What was read on another device is read here, and its sender knows. */
export async function readElsewhere(
  batch: Batch,
  account: AccountId,
  peer: Peer,
  id: string,
): Promise<readonly Change[]> {
  const [[row] = []] = await batch.sql(selectTheirs(account, peer, id))
  if (row === undefined || row.place === null) return []
  const place = Number(row.place)
  await batch.sql(setMarked(account, peer, place))
  return conversationRead(batch, account, peer, place)
}

export async function conversationMarked(batch: Batch, account: AccountId, peer: Peer, upTo: number): Promise<[]> {
  await batch.sql(setMarked(account, peer, upTo))
  return []
}

/** Remembers who wants to know that these were seen. After they are in their conversations. */
export async function messagesMarkable(
  batch: Batch,
  account: AccountId,
  messages: readonly ReceivedMessage[],
): Promise<void> {
  const asked = messages.flatMap(({ markable, stanzaId, peer }) =>
    markable === true && stanzaId !== null ? [setMarkable(account, peer, stanzaId)] : [],
  )
  if (asked.length > 0) await batch.sql(...asked)
}

/** Only of people who are known: a message without a body makes no conversation. */
export function typingChanged(batch: Batch, id: AccountId, peer: Peer, typing: boolean): readonly Change[] {
  const account = shownAccount(batch.memory, id)
  if (account === null || account.typing.has(peer) === typing) return []
  if (typing && !account.contacts.has(peer as BareJid) && !account.conversations.has(peer)) return []
  if (typing) batch.memory.set(account.typing, peer, true)
  else batch.memory.remove(account.typing, peer)
  return [{ type: 'typing.changed', account: id, peer, typing }]
}

async function ownMessage(
  batch: Batch,
  account: AccountId,
  peer: Peer,
  id: string,
): Promise<{ readonly id: MessageId; readonly place: number } | null> {
  const [[row] = []] = await batch.sql(selectOwn(account, peer, id))
  return row === undefined ? null : { id: row.id as MessageId, place: Number(row.place) }
}
