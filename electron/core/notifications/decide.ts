import type { Account } from '../../../shared/domain/account.ts'
import type { AccountId, Peer } from '../../../shared/domain/address.ts'
import type { Message } from '../../../shared/domain/message.ts'
import type { RoomNotify } from '../../../shared/domain/room.ts'
import type { Settings } from '../../../shared/domain/settings.ts'

/** The conversation that the person looks at. */
export interface InView {
  readonly account: AccountId
  readonly peer: Peer
}

/** Whether the person wants to be told of something that came to an account now. */
export function wantsNotice(settings: Settings, account: Account | null): boolean {
  return settings.notifications && account !== null && account.presence.availability !== 'dnd'
}

/**
 * Whether a message of somebody needs a notification: not while it is looked at, and not of ourselves; of a room as the
 * person wants it there.
 * @param notify of the room that it was said in; of no room: all
 */
export function needsNotice(
  message: InView & Pick<Message, 'mentionsMe'>,
  inView: InView | null,
  notify: RoomNotify = 'all',
): boolean {
  if ((message.account as string) === message.peer) return false
  if (notify === 'none' || (notify === 'mentions' && message.mentionsMe !== true)) return false
  return inView?.account !== message.account || inView.peer !== message.peer
}
