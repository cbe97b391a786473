import { z } from 'zod'
import type { BareJid } from '../domain/address.ts'
import type { PublicRoom, PublicRoomsPage, RoomSettings } from '../domain/room.ts'
import { command } from './command.ts'
import { knownAddress, typedAddress } from './guards.ts'

/** Characters of a nickname, a password, a name. Servers take at most 1,023 bytes of a nickname. */
export const longestNick = 200
/** Characters of a subject, a reason, a description. */
export const longestWords = 5000

const nick = z.string().min(1).max(longestNick)
const secret = z.string().max(1023)
const words = z.string().max(longestWords)
const one = z.strictObject({ account: knownAddress, room: knownAddress })

const settings = z.strictObject({
  name: words.nullable(),
  description: words.nullable(),
  isPersistent: z.boolean().nullable(),
  isPublic: z.boolean().nullable(),
  isMembersOnly: z.boolean().nullable(),
  isModerated: z.boolean().nullable(),
  password: secret.nullable(),
  everybodySetsSubject: z.boolean().nullable(),
  everybodyInvites: z.boolean().nullable(),
})

/** Each ends when the server has answered; what it has confirmed comes as changes. All fail as `not-connected` while offline. */
export const roomCommands = {
  /**
   * Goes into a room, and keeps it in the list. A name without @ is one of our server's first room service.
   * Null nick: the one of the list, else our own name. Resolves when we are in it.
   * Fails as `invalid-address`, `room-password` (needed, or wrong), `room-members-only`, `room-banned`, `room-full`,
   * `room-locked`, `nick-taken`, `room-not-found`, `room-creation-refused`, `no-room-service`.
   */
  'room.join': command<BareJid>()(
    z.strictObject({ account: knownAddress, room: typedAddress, nick: nick.nullable(), password: secret.nullable() }),
  ),
  /**
   * Makes a room and goes into it: the server's defaults, the largest number of people that its form offers, and what is
   * given here. Null name: the part of the address before the @. Fails as `room.join`, or as `room-exists`.
   */
  'room.create': command<BareJid>()(
    z.strictObject({
      account: knownAddress,
      room: typedAddress,
      nick: nick.nullable(),
      name: words.nullable(),
      isPersistent: z.boolean(),
      isPublic: z.boolean(),
      isMembersOnly: z.boolean(),
      /** Empty: none. */
      password: secret,
    }),
  ),
  /** Out of it, and not joined by itself any more; it stays in the list where `keep`. */
  'room.leave': command<void>()(z.strictObject({ ...one.shape, keep: z.boolean() })),
  /** In the list of rooms on the server, and whether it is joined by itself at sign-in. */
  'room.setAutojoin': command<void>()(z.strictObject({ ...one.shape, autojoin: z.boolean() })),
  'room.setNotify': command<void>()(z.strictObject({ ...one.shape, notify: z.enum(['all', 'mentions', 'none']) })),
  /** Fails as `room-forbidden` where we may not. */
  'room.setSubject': command<void>()(z.strictObject({ ...one.shape, subject: words })),
  /** Each gets a direct (XEP-0249) and a mediated invitation; how it goes on comes as `invited.changed`. */
  'room.invite': command<void>()(
    z.strictObject({ ...one.shape, people: z.array(typedAddress).min(1).max(100), reason: words.nullable() }),
  ),
  /** Sends somebody out. Fails as `room-forbidden`, or `occupant-gone`. */
  'room.kick': command<void>()(z.strictObject({ ...one.shape, nick, reason: words.nullable() })),
  /** What the owner may set. Fails as `room-forbidden`. */
  'room.settings': command<RoomSettings>()(one),
  /** What is null stays as it is. */
  'room.configure': command<void>()(z.strictObject({ ...one.shape, settings })),
  /**
   * The room services of our server, or of a server that is named, which may be one itself. Null: of our own.
   * Fails as `invalid-address`, `no-room-service`, `address-unreachable`, or like any request.
   */
  'room.services': command<readonly BareJid[]>()(
    z.strictObject({ account: knownAddress, typed: typedAddress.nullable() }),
  ),
  /** What a service lists, a part at a time, each asked for when the one before is there. May take a minute and a half. */
  'room.list': command<PublicRoomsPage>()(
    z.strictObject({
      account: knownAddress,
      service: knownAddress,
      after: z.string().max(10).regex(/^\d+$/).nullable(),
    }),
  ),
  /** What rooms that are seen say of themselves; who does not answer is left out. */
  'room.describe': command<readonly PublicRoom[]>()(
    z.strictObject({ account: knownAddress, rooms: z.array(knownAddress).max(50) }),
  ),
  /** A few of the rooms that our server lists; resolves after some seconds at most. */
  'room.find': command<readonly PublicRoom[]>()(z.strictObject({ account: knownAddress, text: z.string().max(200) })),
  /** Joins, with the password of the invitation. Fails as `room.join`. */
  'invitation.accept': command<BareJid>()(one),
  'invitation.decline': command<void>()(z.strictObject({ ...one.shape, reason: words.nullable() })),
}
