/**
 * XEP-0045: Multi-User Chat, version 1.35.5, https://xmpp.org/extensions/xep-0045.html: what those do who look after a room.
 * Supported: setting up a new room (10.1) and one that is there (10.2), its subject (8.1), sending somebody out (8.2), making
 * somebody a member (9.3). Left out: all other lists and rights.
 */
import { randomUUID } from 'node:crypto'
import type { BareJid } from '../../../shared/domain/address.ts'
import { AppError, toFailure } from '../../../shared/domain/failure.ts'
import type { RoomSettings } from '../../../shared/domain/room.ts'
import type { StanzaChannel } from '../../connection/session.ts'
import type { Clock } from '../../core/ports/index.ts'
import { buildCancel, buildSubmit } from '../../stanza/data-form.ts'
import type { Element } from '../../stanza/element.ts'
import { parseStanzaError } from '../../stanza/stanza-error.ts'
import { buildAffiliation, buildConfig, buildConfigRequest, buildKick, buildSubject } from './build.ts'
import { parsePlace, parseSubject } from './parse.ts'
import { buildRoomForm, parseRoomForm, settingsOf } from './room-form.ts'

/** Each throws AppError like any request, and `room-forbidden` where we may not. */
export interface RoomOwner {
  /** A new room is locked until this is done: the server's defaults, as many people as it offers, and what is given. */
  setUp(room: BareJid, settings: RoomSettings): Promise<void>
  /** A new room that is not wanted: it goes. */
  giveUp(room: BareJid): Promise<void>
  settings(room: BareJid): Promise<RoomSettings>
  configure(room: BareJid, settings: RoomSettings): Promise<void>
  /** Resolves when the room has told everybody. */
  setSubject(room: BareJid, text: string): Promise<void>
  /** @throws AppError `occupant-gone` */
  kick(room: BareJid, nick: string, reason: string | null): Promise<void>
  makeMember(room: BareJid, address: BareJid): Promise<void>
  dispose(): void
}

const patience = 15_000

export function createRoomOwner(options: { readonly channel: StanzaChannel; readonly clock: Clock }): RoomOwner {
  const { channel, clock } = options
  /** Subjects on their way, by the ids of their messages. */
  const waiting = new Map<string, { room: BareJid; text: string; done: (error?: AppError) => void }>()

  const ask = (iq: Element): Promise<Element> =>
    channel.request(iq, { timeoutMs: patience }).catch((error: unknown) => {
      throw refusalOf(error)
    })

  async function form(room: BareJid) {
    return parseRoomForm(await ask(buildConfigRequest(room)))
  }

  const end = channel.onMessage(message => {
    if (waiting.size === 0) return
    const place = parsePlace(message)
    const { id, type } = message.attrs
    const own = id === undefined ? undefined : waiting.get(id)
    if (type === 'error' && own?.room === place?.room) own?.done(failureOf(parseStanzaError(message).condition))
    if (type !== 'groupchat' || place === null) return
    const subject = parseSubject(message, place.nick)
    // Some servers give it another id.
    for (const each of waiting.values()) if (each.room === place.room && each.text === subject?.text) each.done()
  })

  return {
    async setUp(room, settings) {
      const asked = await form(room)
      // 10.1.2: "If the room owner wants to accept the default room configuration", an empty form is handed in.
      const empty = buildSubmit('http://jabber.org/protocol/muc#roomconfig', {})
      await ask(buildConfig(room, asked === null ? empty : buildRoomForm(asked, settings, true)))
    },
    async giveUp(room) {
      await ask(buildConfig(room, buildCancel()))
    },
    async settings(room) {
      const asked = await form(room)
      if (asked === null) throw forbidden()
      return settingsOf(asked)
    },
    async configure(room, settings) {
      const asked = await form(room)
      if (asked === null) throw forbidden()
      await ask(buildConfig(room, buildRoomForm(asked, settings)))
    },
    async setSubject(room, text) {
      const message = buildSubject(room, randomUUID(), text)
      const { id = '' } = message.attrs
      const sent = new Promise<void>((resolve, reject) => {
        const callOff = clock.after(patience, () =>
          done(new AppError('request-timed-out', 'the subject did not come back')),
        )
        const done = (error?: AppError): void => {
          callOff()
          waiting.delete(id)
          if (error === undefined) resolve()
          else reject(error)
        }
        waiting.set(id, { room, text: message.getChildText('subject')?.trim() ?? '', done })
      })
      channel.send(message).catch((error: unknown) => waiting.get(id)?.done(refusalOf(error)))
      await sent
    },
    async kick(room, nick, reason) {
      await ask(buildKick(room, nick, reason))
    },
    async makeMember(room, address) {
      await ask(buildAffiliation(room, address, 'member'))
    },
    dispose() {
      end()
      for (const { done } of [...waiting.values()]) done(new AppError('not-connected', 'it is over'))
    },
  }
}

/** What a refusal of a room means; everything else stays as it is. */
function refusalOf(error: unknown): AppError {
  const { code, details } = toFailure(error)
  if (code !== 'refused-by-server') return error instanceof AppError ? error : new AppError(code, 'not sent', details)
  return failureOf(details.condition ?? '', details.text)
}

function failureOf(condition: string, text?: string): AppError {
  switch (condition) {
    case 'forbidden':
    case 'not-allowed':
    case 'not-authorized':
      return forbidden()
    case 'item-not-found':
      return new AppError('occupant-gone', 'nobody of this name is there')
    case 'not-acceptable':
      return new AppError('room-not-joined', 'we are not in this room')
    default:
      return new AppError('refused-by-server', `the room says ${condition}`, {
        condition,
        ...(text !== undefined && { text }),
      })
  }
}

const forbidden = (): AppError => new AppError('room-forbidden', 'the room does not let us do this')
