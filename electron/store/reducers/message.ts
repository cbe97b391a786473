import type { AccountId, BareJid } from '../../../shared/domain/address.ts'
import { AppError, type Failure } from '../../../shared/domain/failure.ts'
import type { Message, MessageId, MessageState } from '../../../shared/domain/message.ts'
import type { Change } from '../../../shared/ipc/changes.ts'
import type { DomainEvent } from '../../core/events.ts'
import type { Batch } from '../batch.ts'
import { shownAccount } from '../memory.ts'
import {
  deleteFailed,
  insertQueued,
  messageOf,
  messagesOf,
  selectMessage,
  selectPage,
  updateAttempt,
  updateRetried,
  updateState,
} from '../message-sql.ts'
import type { Statement } from '../sqlite/protocol.ts'
import { forgettingWords } from '../sqlite/text-index.ts'
import { endDraft, keptAsRoom, setConversation, withChangedMessage, withNewMessage } from './conversation.ts'
import { reachedFrom } from './message-states.ts'

/**
 * An own message enters the outbox, and is no draft any more. The same id twice is the same message.
 * @param draft what stays one: it was not made of that
 * @throws AppError `unknown-account`: a message that is kept nowhere must not look as if it were
 */
export async function messageQueued(
  batch: Batch,
  message: Omit<Extract<DomainEvent, { type: 'message.queued' }>, 'type'>,
  draft = '',
): Promise<readonly Change[]> {
  const { account, peer } = message
  if (!isKnown(batch, account)) throw new AppError('unknown-account', 'A message of an account that is not known')
  const [known] = await batch.sql(selectMessage(account, message.id))
  if (known?.[0] !== undefined) return []
  const room = message.kind === 'room' ? await keptAsRoom(batch, account, peer) : []
  const [, inserted] = await batch.sql(
    ...insertQueued(message, batch.now),
    ...(draft === '' ? [endDraft(account, peer)] : []),
  )
  const row = inserted?.[0]
  return row === undefined ? room : [...room, ...newMessage(batch, messageOf(account, peer, row), draft)]
}

/** Each message goes to the state where its present one allows it; others, and unknown ones, stay as they are. */
export async function messagesBecame(
  batch: Batch,
  id: AccountId,
  ids: readonly MessageId[],
  state: MessageState,
): Promise<readonly Change[]> {
  const update = (each: MessageId) => updateState(id, each, reachedFrom[state], state, null, batch.now)
  return changed(batch, id, ids.map(update))
}

/** The same by the ids by which they went out: what is said of one does not count for a later attempt to send it. */
export async function attemptsBecame(
  batch: Batch,
  id: AccountId,
  wireIds: readonly MessageId[],
  state: MessageState,
  failure: Failure | null = null,
): Promise<readonly Change[]> {
  const update = (each: MessageId) => updateAttempt(id, each, reachedFrom[state], state, failure, batch.now)
  return changed(batch, id, wireIds.map(update))
}

/** The person sends one that failed again. */
export async function messageRetried(batch: Batch, id: AccountId, message: MessageId): Promise<readonly Change[]> {
  return changed(batch, id, [updateRetried(id, message)])
}

async function changed(batch: Batch, id: AccountId, updates: readonly Statement[]): Promise<readonly Change[]> {
  if (updates.length === 0) return []
  const rows = (await batch.sql(...updates)).flat()
  const account = shownAccount(batch.memory, id)
  if (account === null) return []
  return messagesOf(id, rows).flatMap(message => [
    { type: 'message.changed', account: id, peer: message.peer, messages: [message] } as const,
    ...withChangedMessage(batch, account, message),
  ])
}

/** Only one that failed can be removed: any other may have gone to the other side. */
export async function messageDeleted(batch: Batch, id: AccountId, message: MessageId): Promise<readonly Change[]> {
  const [, deleted] = await batch.sql(...forgettingWords(deleteFailed(id, message)))
  const peer = deleted?.[0]?.peer as BareJid | undefined
  const account = shownAccount(batch.memory, id)
  if (account === null || peer === undefined) return []
  const removed: Change = { type: 'message.removed', account: id, peer, ids: [message] }
  const conversation = account.conversations.get(peer)
  if (conversation?.lastMessage?.id !== message) return [removed]
  const [last] = await batch.sql(selectPage(id, peer, null, 1))
  const lastMessage = last?.[0] === undefined ? null : messageOf(id, peer, last[0])
  return [removed, ...setConversation(batch, account, { ...conversation, lastMessage })]
}

function isKnown(batch: Batch, id: AccountId): boolean {
  return batch.content().accounts.some(account => account.id === id)
}

function newMessage(batch: Batch, message: Message, draft?: string): readonly Change[] {
  const account = shownAccount(batch.memory, message.account)
  if (account === null) return []
  return [
    { type: 'message.changed', account: message.account, peer: message.peer, messages: [message] },
    ...withNewMessage(batch, account, message, draft === undefined ? {} : { draft }),
  ]
}
