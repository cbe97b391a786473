/**
 * XEP-0045: Multi-User Chat, version 1.35.5, https://xmpp.org/extensions/xep-0045.html
 * Supported here: messages of rooms that we are in (7.4), what a room tells of before (7.2.13). Going in and out is
 * `xmpp/muc`, private messages are `message.ts`, sending is `delivery.ts`. Left out: a room's own words, chat states.
 */
import type { BareJid } from '../../../shared/domain/address.ts'
import type { StanzaChannel } from '../../connection/session.ts'
import type { Emit, ReceivedMessage } from '../../core/events.ts'
import { type Clock, drop, type Log, type ReceivedPlace } from '../../core/ports/index.ts'
import type { Element } from '../../stanza/element.ts'
import { bareOf, prepareJid } from '../../stanza/jid.ts'
import { parseRoomArchived, parseRoomMessage, type RoomContext } from './parse-room.ts'
import { createTeller } from './tell.ts'

export type RoomFacts = Pick<RoomContext, 'nick' | 'names' | 'occupant' | 'trustsStanzaIds' | 'trustsOccupantIds'>

export interface RoomMessages {
  /**
   * We are going into a room: until it has told us of before, what is stamped was said then.
   * @param isAsked it is to tell of before: it was not asked for nothing
   */
  entering(room: BareJid, isAsked: boolean): void
  /** We are in it. Resolves when what it tells of before is kept. */
  entered(room: BareJid): Promise<void>
  /** We are not in it any more. */
  left(room: BareJid): void
  /** What a result of the room's archive is; null where it is no message, or we are not in the room. */
  parseArchived(
    room: BareJid,
    stanza: Element,
    archived: { readonly id: string; readonly time: number | null },
  ): ReceivedMessage | null
  dispose(): void
}

/** A room that sends no subject has ended when nothing has come for so many milliseconds. */
const silence = 2000
/** The same behind a subject that may have been the last. */
const briefSilence = 1000
/** So many are kept at a time. */
const batch = 250

/** What a room tells of before, until it is kept. */
interface Recounting {
  messages: readonly ReceivedMessage[]
  readonly began: number
  readonly kept: PromiseWithResolvers<void>
  readonly isAsked: boolean
  /** The last that came was a subject. */
  isEnding: boolean
  isIn: boolean
  callOff: () => void
}

export function createRoomMessages(options: {
  readonly channel: StanzaChannel
  readonly emit: Emit
  /** Null for every address that is no room that we are in, or are going into. */
  readonly facts: (room: BareJid) => RoomFacts | null
  /** Milliseconds that the times of what rooms tell of before are ahead of our clock; 0 when left out. */
  readonly ahead?: () => number
  readonly clock: Clock
  readonly log: Log
}): RoomMessages {
  const { channel, emit, facts, ahead = () => 0, clock, log } = options
  const { account } = channel
  const teller = createTeller({ emit, clock, log })
  const recounting = new Map<BareJid, Recounting>()

  function contextOf(room: BareJid): RoomContext | null {
    const known = facts(room)
    if (known === null) return null
    return { ...known, account, room, now: clock.now(), recounts: recounting.has(room) }
  }

  /** Resolves when it is kept: only then is the server told that we have it. */
  async function receive(stanza: Element, place: ReceivedPlace | null): Promise<void> {
    if (stanza.attrs.type !== 'groupchat') return
    const room = roomOf(stanza)
    const context = room === null ? null : contextOf(room)
    if (room === null || context === null) {
      log.debug('a message of a room that we are not in was left out')
      return
    }
    const parsed = parseRoomMessage(stanza, context)
    if (parsed.kind === 'ignored') {
      log.debug('a message of a room was left out', { reason: parsed.reason })
      return
    }
    if (parsed.kind === 'received' && parsed.message.source === 'history') return recount(room, parsed.message)
    if (parsed.kind === 'subject' && parsed.isStamped && mayGoOn(room)) return
    // Whatever is said now, and the subject, comes after all that was before.
    finish(room)
    if (parsed.kind === 'subject') return
    await teller.tell({ type: 'message.received', account, message: parsed.message, place })
  }

  /** Whether more of before may come behind a subject of then. */
  function mayGoOn(room: BareJid): boolean {
    const told = recounting.get(room)
    if (told === undefined || !told.isAsked) return false
    told.isEnding = true
    if (told.isIn) wait(room, told)
    return true
  }

  function recount(room: BareJid, message: ReceivedMessage): Promise<void> | undefined {
    const told = recounting.get(room)
    if (told === undefined) return undefined
    told.messages = [...told.messages, message]
    told.isEnding = false
    if (told.messages.length >= batch) return keep(told)
    if (told.isIn) wait(room, told)
    return told.kept.promise
  }

  /** Resolves when it is kept, or never will be. */
  async function keep(told: Recounting): Promise<void> {
    const { messages } = told
    told.messages = []
    if (messages.length === 0) return
    await teller.tell({ type: 'message.recounted', account, messages, until: told.began, ahead: ahead() })
  }

  function wait(room: BareJid, told: Recounting): void {
    told.callOff()
    told.callOff = clock.after(told.isEnding ? briefSilence : silence, () => finish(room))
  }

  function finish(room: BareJid): void {
    const told = recounting.get(room)
    if (told === undefined) return
    recounting.delete(room)
    told.callOff()
    drop(
      keep(told).finally(() => told.kept.resolve()),
      log,
      'what a room tells of before',
    )
  }

  const ends = [
    channel.onMessage(receive),
    channel.onOffline(() => {
      for (const room of [...recounting.keys()]) finish(room)
    }),
  ]
  return {
    entering(room, isAsked) {
      finish(room)
      recounting.set(room, {
        ...{ messages: [], began: clock.now(), kept: Promise.withResolvers() },
        ...{ isAsked, isEnding: false, isIn: false, callOff: () => {} },
      })
    },
    entered(room) {
      const told = recounting.get(room)
      if (told === undefined) return Promise.resolve()
      told.isIn = true
      wait(room, told)
      return told.kept.promise
    },
    left: finish,
    parseArchived(room, stanza, archived) {
      const context = contextOf(room)
      return context === null ? null : parseRoomArchived(stanza, archived, context)
    },
    dispose() {
      for (const end of ends) end()
      for (const { callOff } of recounting.values()) callOff()
      recounting.clear()
      teller.dispose()
    },
  }
}

function roomOf(stanza: Element): BareJid | null {
  try {
    return bareOf(prepareJid(stanza.attrs.from ?? ''))
  } catch {
    // Of nobody.
    return null
  }
}
