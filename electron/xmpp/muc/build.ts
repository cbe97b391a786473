import type { BareJid, FullJid } from '../../../shared/domain/address.ts'
import type { RoomAffiliation } from '../../../shared/domain/room.ts'
import { type Element, xml } from '../../stanza/element.ts'
import { directInvitationNamespace, roomUserNamespace } from '../../stanza/room-notice.ts'
import { cleanText } from '../../stanza/xml-text.ts'

export const roomNamespace = 'http://jabber.org/protocol/muc'
export const roomAdminNamespace = 'http://jabber.org/protocol/muc#admin'
export const roomOwnerNamespace = 'http://jabber.org/protocol/muc#owner'
export const occupantIdNamespace = 'urn:xmpp:occupant-id:0'

/** How much of what was said before a room is to send (XEP-0045, 7.2.14). */
export interface HistoryWish {
  readonly maxStanzas?: number
  /** Milliseconds since 1970. */
  readonly since?: number
}

/**
 * Going into a room (XEP-0045, 7.2.1).
 * @param history null: as the room does by itself
 * @param extensions what stands in every presence of ours
 */
export function buildJoin(
  to: FullJid,
  { password, history }: { readonly password: string | null; readonly history: HistoryWish | null },
  extensions: readonly Element[],
): Element {
  const wish =
    history === null
      ? null
      : xml('history', {
          maxstanzas: history.maxStanzas === undefined ? undefined : String(history.maxStanzas),
          since: history.since === undefined ? undefined : new Date(history.since).toISOString(),
        })
  return xml(
    'presence',
    { to },
    xml(
      'x',
      { xmlns: roomNamespace },
      wish,
      password === null || password === '' ? null : xml('password', {}, cleanText(password)),
    ),
    ...extensions,
  )
}

/** How we are, to a room that we are in; with another nick: a change of it (7.6). */
export function buildRoomPresence(to: FullJid, extensions: readonly Element[]): Element {
  return xml('presence', { to }, ...extensions)
}

export function buildLeave(to: FullJid): Element {
  return xml('presence', { to, type: 'unavailable' })
}

/** 8.1. An empty subject is none. */
export function buildSubject(room: BareJid, id: string, text: string): Element {
  return xml('message', { to: room, type: 'groupchat', id }, xml('subject', {}, cleanText(text)))
}

/** 8.2: "nick" alone names who is to go. */
export function buildKick(room: BareJid, nick: string, reason: string | null): Element {
  return adminSet(room, xml('item', { nick, role: 'none' }, reasonOf(reason)))
}

export function buildAffiliation(room: BareJid, address: BareJid, affiliation: RoomAffiliation): Element {
  return adminSet(room, xml('item', { jid: address, affiliation }))
}

function adminSet(to: BareJid, item: Element): Element {
  return xml('iq', { type: 'set', to }, xml('query', { xmlns: roomAdminNamespace }, item))
}

/** 10.2: the form of the room's settings. */
export function buildConfigRequest(to: BareJid): Element {
  return xml('iq', { type: 'get', to }, xml('query', { xmlns: roomOwnerNamespace }))
}

/** @param form an `<x/>` of `jabber:x:data`: one that is handed in, or given up (10.1.3) */
export function buildConfig(to: BareJid, form: Element): Element {
  return xml('iq', { type: 'set', to }, xml('query', { xmlns: roomOwnerNamespace }, form))
}

/** 7.8.2: the room hands it on. Without a body: Spark offers nothing where there is one. */
export function buildMediatedInvitation(
  room: BareJid,
  id: string,
  invited: BareJid,
  { reason, password }: { readonly reason: string | null; readonly password: string | null },
): Element {
  return xml(
    'message',
    { to: room, id },
    xml(
      'x',
      { xmlns: roomUserNamespace },
      xml('invite', { to: invited }, reasonOf(reason)),
      password === null || password === '' ? null : xml('password', {}, cleanText(password)),
    ),
  )
}

/** XEP-0249, 2. */
export function buildDirectInvitation(
  room: BareJid,
  id: string,
  invited: BareJid,
  { reason, password }: { readonly reason: string | null; readonly password: string | null },
): Element {
  return xml(
    'message',
    { to: invited, id },
    xml('x', {
      xmlns: directInvitationNamespace,
      jid: room,
      password: password === null || password === '' ? undefined : cleanText(password),
      reason: reason === null || reason === '' ? undefined : cleanText(reason),
    }),
  )
}

/** 7.8.2: no, thank you. */
export function buildDecline(room: BareJid, id: string, to: BareJid | FullJid | null, reason: string | null): Element {
  return xml(
    'message',
    { to: room, id },
    xml('x', { xmlns: roomUserNamespace }, xml('decline', { to: to ?? undefined }, reasonOf(reason))),
  )
}

function reasonOf(reason: string | null): Element | null {
  const clean = cleanText(reason ?? '').trim()
  return clean === '' ? null : xml('reason', {}, clean)
}
