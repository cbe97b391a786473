import type { BareJid } from '../../../shared/domain/address.ts'
import type { PublicRoom, PublicRoomsPage, RoomNotify, RoomSettings } from '../../../shared/domain/room.ts'

/** What somebody goes into a room with. */
export interface Entry {
  /** Null: the one of the list, else our own name. */
  readonly nick: string | null
  /** Null: the one of the list or of an invitation, else none. */
  readonly password: string | null
}

/** A room as it is made; what is not said here is the server's default. */
export interface NewRoom {
  readonly nick: string | null
  readonly name: string | null
  readonly isPersistent: boolean
  readonly isPublic: boolean
  readonly isMembersOnly: boolean
  /** Empty: none. */
  readonly password: string
}

/**
 * What the person does with conference rooms. Each resolves when the server has answered; what it has made true comes as
 * events. Each throws AppError `not-connected`, and what `shared/ipc/room.ts` names.
 */
export interface RoomActions {
  /** @returns the address of a room that was typed; a name without @ is one of our server's first room service */
  addressOf(typed: string): Promise<BareJid>
  join(room: BareJid, entry: Entry): Promise<void>
  create(room: BareJid, made: NewRoom): Promise<void>
  leave(room: BareJid, keep: boolean): Promise<void>
  setAutojoin(room: BareJid, autojoin: boolean): Promise<void>
  setNotify(room: BareJid, notify: RoomNotify): Promise<void>
  setSubject(room: BareJid, subject: string): Promise<void>
  invite(room: BareJid, people: readonly BareJid[], reason: string | null): Promise<void>
  kick(room: BareJid, nick: string, reason: string | null): Promise<void>
  settings(room: BareJid): Promise<RoomSettings>
  configure(room: BareJid, settings: RoomSettings): Promise<void>
  /** @param typed null: those of our server */
  services(typed: string | null): Promise<readonly BareJid[]>
  list(service: BareJid, after: string | null): Promise<PublicRoomsPage>
  describe(rooms: readonly BareJid[]): Promise<readonly PublicRoom[]>
  find(text: string): Promise<readonly PublicRoom[]>
  accept(room: BareJid): Promise<void>
  decline(room: BareJid, reason: string | null): Promise<void>
}
