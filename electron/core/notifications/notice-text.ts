import { type RoomInvitation, roomName } from '../../../shared/domain/room.ts'
import type { Language } from '../../../shared/domain/settings.ts'
import { catalogues } from '../../../shared/lang/catalogue.ts'
import { shownLine } from '../../stanza/shown-text.ts'

/** Characters of a message that a notification shows; desktops cut earlier. */
const mostText = 300
const mostName = 80

/**
 * The words of a notification of one conversation.
 * @param count messages since the person looked there last
 * @param body what was written last; null where it is not to be shown
 */
export function messageNotice(options: {
  readonly language: Language
  readonly name: string
  readonly count: number
  readonly body: string | null
}): { readonly title: string; readonly body: string } {
  const { language, count, body } = options
  const { notification } = catalogues[language]
  const name = shownLine(options.name, mostName) ?? ''
  const some = count === 1 ? notification.message_one : notification.message_other
  return {
    title: count === 1 ? name : `${name} (${count})`,
    body: shownLine(body, mostText) ?? some.replace('{{count}}', String(count)),
  }
}

/** The words of a notification that somebody wants us in a room: by their address, and the room as it is called. */
export function invitationNotice(
  language: Language,
  { room, roomName: called, by }: Pick<RoomInvitation, 'room' | 'roomName' | 'by'>,
): { readonly title: string; readonly body: string } {
  const { notification } = catalogues[language]
  const name = shownLine(roomName({ name: called, address: room }), mostName) ?? ''
  return { title: shownLine(by ?? room, mostName) ?? '', body: notification.invitation.replace('{{room}}', () => name) }
}

/** The words of a notification that somebody wants to see our presence: by the address, for anybody can take any name. */
export function requestNotice(language: Language, address: string): { readonly title: string; readonly body: string } {
  const { notification } = catalogues[language]
  return { title: shownLine(address, mostName) ?? '', body: notification.request }
}
