import { assertNever } from '../../../shared/assert-never.ts'
import type { Change } from '../../../shared/ipc/changes.ts'
import type { DomainEvent } from '../../core/events.ts'
import type { Batch } from '../batch.ts'
import { accountClosed, accountOpened, accountSaved } from './account.ts'
import { archiveAbsent, archiveBegan, archiveChanged, messageArchived } from './archive.ts'
import { blockingReceived } from './blocking.ts'
import { bookmarkAgreed } from './bookmark.ts'
import { connectionChanged } from './connection.ts'
import { contactPushed, contactRefused, contactRemoved, rosterConfirmed, rosterReceived } from './contact.ts'
import { conversationDrafted, conversationOpened, conversationRead } from './conversation.ts'
import { messageReceived, messagesRecounted } from './copy.ts'
import {
  downloadChanged,
  downloadRemoved,
  fileKept,
  transferChanged,
  transferQueued,
  transferRemoved,
  transferSent,
} from './file.ts'
import { invitationEnded, invitationReceived } from './invitation.ts'
import {
  conversationMarked,
  messageDelivered,
  messagesDisplayed,
  messagesMarkable,
  readElsewhere,
  typingChanged,
} from './marks.ts'
import { attemptsBecame, messageDeleted, messageQueued, messageRetried } from './message.ts'
import { presenceForgotten, presenceReceived } from './presence.ts'
import { profilePictureRemoved, profileReceived } from './profile.ts'
import { requestEnded, requestReceived, sharedGroupsReceived } from './request.ts'
import { invitedChanged, occupantsChanged, roomChanged, roomJoined, roomKept, roomRemoved } from './room.ts'
import { settingsChanged } from './settings.ts'
import { messagePlaced, streamBegan, streamContinued, streamEnded, streamHandled } from './stream.ts'

type Changes = readonly Change[]

/** What an event makes true, and the changes that tell it. */
export function reduce(batch: Batch, event: DomainEvent): Changes | Promise<Changes> {
  switch (event.type) {
    case 'settings.changed':
      return settingsChanged(batch, event.settings)
    case 'account.saved':
      return accountSaved(batch, event.account)
    case 'account.opened':
      return accountOpened(batch, event.account, event.unlocked)
    case 'account.closed':
      return accountClosed(batch, event.account, event.removeHistory)
    case 'connection.changed':
      return connectionChanged(batch, event.account, event.state)
    case 'roster.received':
      return rosterReceived(batch, event.account, event.contacts, event.version ?? null)
    case 'roster.confirmed':
      return rosterConfirmed(batch, event.account)
    case 'contact.pushed':
      return contactPushed(batch, event.account, event.contact, event.version ?? null)
    case 'contact.removed':
      return contactRemoved(batch, event.account, event.address, event.version ?? null)
    case 'contact.refused':
      return contactRefused(batch, event.account, event.address, event.failure)
    case 'request.received':
      return requestReceived(batch, event.account, event.request)
    case 'request.ended':
      return requestEnded(batch, event.account, event.address)
    case 'sharedGroups.received':
      return sharedGroupsReceived(batch, event.account, event.groups)
    case 'blocking.received':
      return blockingReceived(batch, event.account, event.blocking)
    case 'room.joined':
      return roomJoined(batch, event)
    case 'room.kept':
      return roomKept(batch, event)
    case 'room.changed':
      return roomChanged(batch, event)
    case 'room.removed':
      return roomRemoved(batch, event.account, event.room)
    case 'bookmark.agreed':
      return bookmarkAgreed(batch, event.account, event.bookmarks)
    case 'occupants.changed':
      return occupantsChanged(batch, event)
    case 'invitation.received':
      return invitationReceived(batch, event.account, event)
    case 'invitation.ended':
      return invitationEnded(batch, event.account, event.room)
    case 'invited.changed':
      return invitedChanged(batch, event)
    case 'presence.received':
      return presenceReceived(batch, event.account, event.presence)
    case 'presence.forgotten':
      return presenceForgotten(batch, event.account)
    case 'profile.received':
      return profileReceived(batch, event.account, event.profile)
    case 'profile.pictureRemoved':
      return profilePictureRemoved(batch, event.account, event.address)
    case 'stream.began':
      return streamBegan(batch, event.account, event.id, event.address)
    case 'stream.handled':
      return streamHandled(batch, event.account, event.place)
    case 'stream.continued':
      return streamContinued(batch, event.account, event.place)
    case 'stream.ended':
      return streamEnded(batch, event.account)
    case 'message.received':
      return received(batch, event)
    case 'archive.began':
      return archiveBegan(batch, event.account, event.time, event.room)
    case 'archive.changed':
      return archiveChanged(batch, event.account, event.phase)
    case 'archive.absent':
      return archiveAbsent(batch, event.account, event.room)
    case 'message.recounted':
      return recounted(batch, event)
    case 'message.archived':
      return archived(batch, event)
    case 'message.queued':
      return messageQueued(batch, event)
    case 'message.placed':
      return messagePlaced(batch, event.account, event.id, event.place)
    case 'message.sent':
      return attemptsBecame(batch, event.account, event.ids, 'sent')
    case 'message.stored':
      return attemptsBecame(batch, event.account, event.ids, 'stored')
    case 'message.delivered':
      return messageDelivered(batch, event.account, event.peer, event.id)
    case 'message.displayed':
      return messagesDisplayed(batch, event.account, event.peer, event.id)
    case 'message.failed':
      return attemptsBecame(batch, event.account, [event.id], 'failed', event.failure)
    case 'message.retried':
      return messageRetried(batch, event.account, event.id)
    case 'message.deleted':
      return messageDeleted(batch, event.account, event.id)
    case 'conversation.read':
      return conversationRead(batch, event.account, event.peer, event.upTo)
    case 'conversation.readElsewhere':
      return readElsewhere(batch, event.account, event.peer, event.id)
    case 'conversation.marked':
      return conversationMarked(batch, event.account, event.peer, event.upTo)
    case 'typing.changed':
      return typingChanged(batch, event.account, event.peer, event.typing)
    case 'conversation.drafted':
      return conversationDrafted(batch, event.account, event.peer, event.text)
    case 'conversation.opened':
      return conversationOpened(batch, event.account, event.peer)
    case 'transfer.queued':
      return transferQueued(batch, event.kept)
    case 'transfer.changed':
      return transferChanged(batch, event.account, event.id, event.phase)
    case 'transfer.removed':
      return transferRemoved(batch, event.account, event.id)
    case 'transfer.sent':
      return transferSent(batch, event)
    case 'download.changed':
      return downloadChanged(batch, event.account, event.download)
    case 'download.removed':
      return downloadRemoved(batch, event.account, event.message)
    case 'file.kept':
      return fileKept(batch, event.account, event.message, event.file)
    default:
      return assertNever(event)
  }
}

async function received(batch: Batch, event: Extract<DomainEvent, { type: 'message.received' }>): Promise<Changes> {
  const changes = await messageReceived(batch, event.account, event.message, event.place ?? null)
  await messagesMarkable(batch, event.account, [event.message])
  return changes
}

async function recounted(batch: Batch, event: Extract<DomainEvent, { type: 'message.recounted' }>): Promise<Changes> {
  return messagesRecounted(batch, event.account, event.messages, event)
}

async function archived(batch: Batch, event: Extract<DomainEvent, { type: 'message.archived' }>): Promise<Changes> {
  const changes = await messageArchived(batch, event.account, event.page)
  await messagesMarkable(batch, event.account, event.page.messages)
  return changes
}
