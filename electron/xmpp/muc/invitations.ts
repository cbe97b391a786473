/**
 * XEP-0045: Multi-User Chat, version 1.35.5, 7.8, https://xmpp.org/extensions/xep-0045.html#invite
 * XEP-0249: Direct MUC Invitations, version 1.2, https://xmpp.org/extensions/xep-0249.html
 * Supported: both kinds, both ways, and their refusals. Left out: going on with a chat in a room (`continue`).
 */
import { randomUUID } from 'node:crypto'
import type { BareJid, FullJid } from '../../../shared/domain/address.ts'
import type { Failure } from '../../../shared/domain/failure.ts'
import type { InvitedPerson } from '../../../shared/domain/room.ts'
import type { StanzaChannel } from '../../connection/session.ts'
import type { Emit } from '../../core/events.ts'
import { type Clock, drop, type Log } from '../../core/ports/index.ts'
import type { Element } from '../../stanza/element.ts'
import { bareOf, splitJid } from '../../stanza/jid.ts'
import { parseStanzaError } from '../../stanza/stanza-error.ts'
import { buildDecline, buildDirectInvitation, buildMediatedInvitation } from './build.ts'
import { parsePlace } from './parse.ts'
import { type ParsedInvitation, parseDecline, parseInvitation } from './parse-invitation.ts'

export interface Invitations {
  /**
   * Invites people in both ways; how it goes on is told as `invited.changed`.
   * @param byRoomOnly whether nobody gets in but by the room's own invitation
   * @throws AppError `not-connected`
   */
  invite(
    room: BareJid,
    people: readonly BareJid[],
    how: { readonly reason: string | null; readonly password: string | null; readonly byRoomOnly: boolean },
  ): Promise<void>
  /** Somebody is in a room: they are waited for no more. */
  seen(room: BareJid, address: BareJid): void
  /** @throws AppError `not-connected` */
  decline(room: BareJid, by: BareJid | FullJid | null, reason: string | null): Promise<void>
  dispose(): void
}

/** Invitations on their way whose refusal would be understood. */
const mostPending = 1000

export function createInvitations(options: {
  readonly channel: StanzaChannel
  readonly emit: Emit
  readonly clock: Clock
  readonly log: Log
  /** We are in it, so that nobody need invite us. */
  readonly isIn: (room: BareJid) => boolean
  readonly isBlocked: (address: BareJid) => boolean
}): Invitations {
  const { channel, emit, clock, log, isIn, isBlocked } = options
  const { account } = channel
  const invited = new Map<BareJid, Map<BareJid, InvitedPerson>>()
  const pending = new Map<string, { room: BareJid; person: BareJid; answeredBy: BareJid; isFatal: boolean }>()

  function set(room: BareJid, people: readonly InvitedPerson[]): void {
    const all = invited.get(room) ?? new Map<BareJid, InvitedPerson>()
    invited.set(room, all)
    for (const person of people) all.set(person.address, person)
    drop(emit({ type: 'invited.changed', account, room, people: [...all.values()] }), log, 'invited people')
  }

  function change(room: BareJid, address: BareJid, next: Partial<InvitedPerson>): void {
    const before = invited.get(room)?.get(address)
    if (before !== undefined) set(room, [{ ...before, ...next }])
  }

  async function take(parsed: ParsedInvitation): Promise<void> {
    const { room, by } = parsed.invitation
    if (isIn(room)) return
    if ((by !== null && isBlocked(bareOf(by))) || isBlocked(room)) {
      log.info('an invitation of somebody who is blocked was left out')
      return
    }
    await emit({ type: 'invitation.received', account, ...parsed })
  }

  function takeError(message: Element): void {
    const sent = pending.get(message.attrs.id ?? '')
    const from = parsePlace(message)?.room ?? null
    if (sent === undefined || from === null) return
    // RFC 6120, 8.3.1: their server may answer for them.
    if (from !== sent.answeredBy && from !== splitJid(sent.answeredBy).domain) return
    pending.delete(message.attrs.id ?? '')
    const { condition, text } = parseStanzaError(message)
    log.info('an invitation was refused', { condition, fatal: sent.isFatal })
    if (!sent.isFatal || invited.get(sent.room)?.get(sent.person)?.state !== 'invited') return
    const failure: Failure =
      sent.answeredBy === sent.room
        ? { code: 'room-forbidden', details: {} }
        : { code: 'message-not-delivered', details: { condition, ...(text !== null && { text }) } }
    change(sent.room, sent.person, { state: 'failed', failure })
  }

  const end = channel.onMessage(message => {
    if (message.attrs.type === 'error') return takeError(message)
    const declined = parseDecline(message)
    if (declined !== null) {
      change(declined.room, declined.by, { state: 'declined', reason: declined.reason })
      return
    }
    const parsed = parseInvitation(message, { account, now: clock.now(), isIn })
    return parsed === null ? undefined : take(parsed)
  })

  async function send(
    build: (
      room: BareJid,
      id: string,
      person: BareJid,
      how: { reason: string | null; password: string | null },
    ) => Element,
    sent: { room: BareJid; person: BareJid; answeredBy: BareJid; isFatal: boolean },
    how: { reason: string | null; password: string | null },
  ): Promise<void> {
    const id = randomUUID()
    if (pending.size >= mostPending) pending.clear()
    pending.set(id, sent)
    await channel.send(build(sent.room, id, sent.person, how))
  }

  return {
    async invite(room, people, { byRoomOnly, ...how }) {
      set(
        room,
        people.map(address => ({ address, state: 'invited', reason: null, failure: null })),
      )
      for (const person of people) {
        // First the room's: it may make them a member.
        await send(buildMediatedInvitation, { room, person, answeredBy: room, isFatal: byRoomOnly }, how)
        await send(buildDirectInvitation, { room, person, answeredBy: person, isFatal: true }, how)
      }
    },
    seen(room, address) {
      if (invited.get(room)?.delete(address) === true) set(room, [])
    },
    decline: (room, by, reason) => channel.send(buildDecline(room, randomUUID(), by, reason)),
    dispose: end,
  }
}
