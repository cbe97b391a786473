import type { RoomTraits } from '../../../shared/domain/room.ts'
import { shownLine } from '../../stanza/shown-text.ts'
import type { Identity } from '../own-info.ts'

/** What an entity says of itself (XEP-0030). */
export interface RoomInfo {
  readonly identities: readonly Identity[]
  readonly features: ReadonlySet<string>
}

/** XEP-0045, 6.4. */
export function traitsOf({ features }: RoomInfo): RoomTraits {
  return {
    isPersistent: features.has('muc_persistent'),
    isPublic: features.has('muc_public'),
    isMembersOnly: features.has('muc_membersonly'),
    isModerated: features.has('muc_moderated'),
    hasPassword: features.has('muc_passwordprotected') || features.has('muc_password'),
    showsAddresses: features.has('muc_nonanonymous'),
  }
}

/** As the room calls itself; null where it does not. */
export function roomNameOf({ identities }: RoomInfo): string | null {
  return shownLine(identities.find(({ category }) => category === 'conference')?.name)
}

/** Whether it says that it is a room: whoever goes into something else tells somebody that they are there. */
export function isRoom({ identities, features }: RoomInfo): boolean {
  const isConference = identities.some(({ category }) => category === 'conference')
  return isConference || features.has('http://jabber.org/protocol/muc')
}

/** Whether it is a service that has rooms, and no gateway to those of another network. */
export function isRoomService({ identities, features }: RoomInfo): boolean {
  const isText = identities.some(({ category, type }) => category === 'conference' && type === 'text')
  return isText && features.has('http://jabber.org/protocol/muc')
}
