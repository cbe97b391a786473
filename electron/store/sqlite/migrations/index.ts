import { archive } from './0001-archive.ts'
import { streams } from './0002-streams.ts'
import { drafts } from './0003-drafts.ts'
import { requests } from './0004-requests.ts'
import { messageText } from './0005-message-text.ts'
import { archiveCopies } from './0006-archive-copies.ts'
import { profiles } from './0007-profiles.ts'
import { delivery } from './0008-delivery.ts'
import { messageExtra } from './0009-message-extra.ts'
import { subjectText } from './0010-subject-text.ts'
import { accountState } from './0011-account-state.ts'
import { rooms } from './0012-rooms.ts'
import { roomMessages } from './0013-room-messages.ts'
import { rosterVersion } from './0014-roster-version.ts'
import { transfers } from './0015-transfers.ts'
import { bookmarks } from './0016-bookmarks.ts'
import { namelessPlaces } from './0017-nameless-places.ts'

/** Every step of the database's form, in order: the first makes version 1. A released step never changes. */
export const migrations: readonly string[] = [
  ...[archive, streams, drafts, requests, messageText, archiveCopies, profiles],
  delivery,
  messageExtra,
  subjectText,
  accountState,
  rooms,
  roomMessages,
  rosterVersion,
  transfers,
  bookmarks,
  namelessPlaces,
]
