/**
 * RFC 6121, 4: presence, https://www.rfc-editor.org/rfc/rfc6121#section-4
 * Supported: that of others, and our own. Left out: subscriptions (section 3); presence to and from rooms is
 * `xmpp/muc`.
 */
import type { OwnPresence } from '../../../shared/domain/presence.ts'
import type { StanzaChannel } from '../../connection/session.ts'
import type { Emit } from '../../core/events.ts'
import { drop, type Log } from '../../core/ports/index.ts'
import { type Element, xml } from '../../stanza/element.ts'
import { buildAvailability, buildIdle, buildPresence } from './build.ts'
import { parsePresence } from './parse.ts'

export interface OwnPresenceFeature {
  /**
   * @param idleSince when the person left the computer, milliseconds since 1970; null while they are there
   * @throws AppError `not-connected`
   */
  publish(own: OwnPresence, priority: number, idleSince?: number | null): Promise<void>
  /** The same for a room: what stands in a presence to it. */
  build(own: OwnPresence, idleSince?: number | null): readonly Element[]
  /** Unavailable: the next one is an initial presence again (RFC 6121, 4.2.2). @throws AppError `not-connected` */
  withdraw(): Promise<void>
  dispose(): void
}

export function createPresence(options: {
  readonly channel: StanzaChannel
  readonly emit: Emit
  readonly log: Log
  readonly buildCapabilities: () => Element
  /** What we say of our picture (XEP-0153). */
  readonly buildPicture?: () => Element
  /** It is of somebody in a room, whose address is the room's. */
  readonly isOfRoom?: (presence: Element) => boolean
}): OwnPresenceFeature {
  const { channel, emit, log, buildCapabilities, buildPicture, isOfRoom } = options

  function extensions(idleSince: number | null): readonly Element[] {
    const picture = buildPicture === undefined ? [] : [buildPicture()]
    const idle = idleSince === null ? [] : [buildIdle(idleSince)]
    return [buildCapabilities(), ...picture, ...idle]
  }

  const dispose = channel.onPresence(stanza => {
    if (isOfRoom?.(stanza) === true) return
    const presence = parsePresence(stanza)
    if (presence === null) {
      log.debug('a presence was passed over', { type: stanza.attrs.type })
      return
    }
    const told = emit({ type: 'presence.received', account: channel.account, presence })
    drop(told, log, 'presence received')
    return told
  })
  return {
    publish: (own, priority, idleSince = null) => channel.send(buildPresence(own, priority, ...extensions(idleSince))),
    build: (own, idleSince = null) => [...buildAvailability(own), ...extensions(idleSince)],
    withdraw: () => channel.send(xml('presence', { type: 'unavailable' })),
    dispose,
  }
}
