/**
 * XEP-0045: Multi-User Chat, version 1.35.5, section 6.3 (the rooms of a service) and 6.4 (what a room says of itself),
 * https://xmpp.org/extensions/xep-0045.html. In pages where the service offers them (XEP-0059).
 */
import type { BareJid } from '../../../shared/domain/address.ts'
import type { StanzaChannel } from '../../connection/session.ts'
import type { DataForm } from '../../stanza/data-form.ts'
import { type Element, xml } from '../../stanza/element.ts'
import { prepareBareJid } from '../../stanza/jid.ts'
import { buildResultSet, parseResultSet } from '../../stanza/result-set.ts'
import { shownLine } from '../../stanza/shown-text.ts'

const itemsNamespace = 'http://jabber.org/protocol/disco#items'

export interface ListedRoom {
  readonly address: BareJid
  readonly name: string | null
}

export interface RoomListPage {
  readonly rooms: readonly ListedRoom[]
  /** The place behind it; null where there is nothing more. */
  readonly last: string | null
}

/** Rooms beyond are not looked at: nobody reads so long a list. */
export const mostListed = 10_000
/** Milliseconds: a service that has thousands of rooms to wake up is slow, and nothing waits for it. */
const patience = 90_000

/**
 * @param page null: the service offers no pages, and lists all at once
 * @throws AppError like any request
 */
export async function fetchRoomList(
  channel: Pick<StanzaChannel, 'request'>,
  service: BareJid,
  page: { readonly max: number; readonly after: string | null } | null,
): Promise<RoomListPage> {
  const wish =
    page === null ? null : buildResultSet({ max: page.max, ...(page.after !== null && { after: page.after }) })
  const iq = xml('iq', { type: 'get', to: service }, xml('query', { xmlns: itemsNamespace }, wish))
  const answer = parseRoomList(await channel.request(iq, { timeoutMs: patience }))
  // Who counts and has said all has no more; who asks after the same place twice would ask for ever.
  return { rooms: answer.rooms, last: page === null || answer.last === page.after ? null : answer.last }
}

/** What has a node, and what is no address of a room, is none. */
export function parseRoomList(iq: Element): RoomListPage {
  const query = iq.getChild('query', itemsNamespace)
  const found = new Map<BareJid, ListedRoom>()
  for (const { attrs } of query?.getChildren('item') ?? []) {
    if (found.size >= mostListed) break
    const address = attrs.node === undefined ? roomAddress(attrs.jid ?? '') : null
    if (address !== null && !found.has(address)) found.set(address, { address, name: shownLine(attrs.name) })
  }
  const { last, index, count } = query === undefined ? nothing : parseResultSet(query)
  const isAll = found.size === 0 || (index !== null && count !== null && index + found.size >= count)
  return { rooms: [...found.values()], last: isAll ? null : last }
}

/** What a room says of itself besides its traits (`muc#roominfo`): text of others. */
export function parseRoomInfo(forms: readonly DataForm[]): {
  readonly description: string | null
  readonly subject: string | null
  readonly occupants: number | null
} {
  const form = forms.find(({ formType }) => formType === 'http://jabber.org/protocol/muc#roominfo')
  const field = (name: string): string => form?.fields.get(`muc#roominfo_${name}`)?.[0] ?? ''
  const people = field('occupants').trim()
  return {
    description: shownLine(field('description')),
    subject: shownLine(field('subject')),
    occupants: /^\d{1,6}$/.test(people) ? Number(people) : null,
  }
}

const nothing = { last: null, index: null, count: null }

function roomAddress(text: string): BareJid | null {
  try {
    const address = prepareBareJid(text)
    return address.includes('@') && !text.includes('/') ? address : null
  } catch {
    // Whatever a service lists there, it is no room.
    return null
  }
}
