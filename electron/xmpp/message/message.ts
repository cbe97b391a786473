/**
 * RFC 6121, 5: exchanging messages, https://www.rfc-editor.org/rfc/rfc6121#section-5
 * XEP-0359: Unique and Stable Stanza IDs, version 0.7.0, https://xmpp.org/extensions/xep-0359.html
 * Supported: messages of type chat and normal with a body, also as carbons, errors for our own, origin-id both ways,
 * stanza-id of our account, headlines, subjects, and what `content.ts` knows. Private messages of somebody in a room
 * (XEP-0045, 7.5). Left out: thread. What goes to all in a room is `room-messages.ts`. Sending is
 * `delivery.ts`.
 */
import { assertNever } from '../../../shared/assert-never.ts'
import type { BareJid, FullJid, Peer } from '../../../shared/domain/address.ts'
import { isOccupant, roomOf } from '../../../shared/domain/conversation.ts'
import { AppError, type Failure, type FailureCode } from '../../../shared/domain/failure.ts'
import type { MessageId } from '../../../shared/domain/message.ts'
import type { StanzaChannel } from '../../connection/session.ts'
import type { Emit, ReceivedMessage } from '../../core/events.ts'
import type { Clock, Log, ReceivedPlace } from '../../core/ports/index.ts'
import type { Element } from '../../stanza/element.ts'
import { bareOf, splitJid } from '../../stanza/jid.ts'
import type { StanzaError } from '../../stanza/stanza-error.ts'
import { type ParsedMessage, parseMessage } from './parse.ts'
import { createTeller } from './tell.ts'

export type OpenedCarbon =
  | { readonly kind: 'carbon'; readonly message: Element }
  /** It comes from somebody who may not send one. */
  | { readonly kind: 'refused'; readonly reason: string }

/** Tells the store of messages that arrive, and of our own that come back. */
export function createMessage(options: {
  readonly channel: StanzaChannel
  readonly emit: Emit
  /** Whom a message of ours with this id went to, and whether that is a room: anybody could say that it failed. */
  readonly wentTo: (id: MessageId) => Promise<{ readonly peer: Peer; readonly isRoom: boolean } | null>
  /** Whether an address is one of a room that we know. */
  readonly isRoom?: (address: BareJid) => boolean
  /** What another device of ours got or sent (XEP-0280); null where the message is no carbon. */
  readonly openCarbon: (stanza: Element) => OpenedCarbon | null
  /** Our account announces `urn:xmpp:sid:0`: only then a stanza-id of it cannot have been faked (XEP-0359, 6). */
  readonly trustsStanzaIds: () => boolean
  /** Whether one more of somebody's offers that we cannot take, and that have no words, is told. */
  readonly admits: (sender: BareJid) => boolean
  /** It came from its sender, and is kept where there was something to keep. */
  readonly arrived?: (message: Element) => void
  /** What another device of ours got or sent; resolves when what it says is kept. */
  readonly copied?: (message: Element) => Promise<void>
  /** Whether we have blocked them: ejabberd refuses what we send there without saying why (XEP-0191, 3.4). */
  readonly isBlocked?: (peer: Peer) => boolean
  readonly clock: Clock
  readonly log: Log
}): { dispose(): void } {
  const { channel, emit, wentTo, openCarbon, trustsStanzaIds, admits, arrived, copied, clock, log } = options
  const { account } = channel
  const teller = createTeller({ emit, clock, log })

  async function fail(text: string, from: BareJid | FullJid, error: StanzaError): Promise<void> {
    const id = text as MessageId
    const { condition, text: words, blocked } = error
    const ours = await wentTo(id)
    // In a room only that itself says so, and no one of those in it.
    const peer = ours !== null && (ours.isRoom ? ours.peer === from : isOnTheWay(from, ours.peer)) ? ours.peer : null
    if (ours === null || peer === null) {
      log.warn('an error for a message that did not go there was left out', { condition })
      return
    }
    const { domain } = splitJid(peer)
    const said = words === null ? { condition } : { condition, text: words }
    if (ours.isRoom || isOccupant(peer)) {
      const failure: Failure = { code: roomFailure(ours.isRoom, condition), details: { ...said, domain } }
      await teller.tell({ type: 'message.failed', account, id, failure })
      return
    }
    const code = isUnreachable(condition, domain) ? 'address-unreachable' : 'message-not-delivered'
    const byUs = blocked === true || (condition === 'not-acceptable' && options.isBlocked?.(peer) === true)
    const failure: Failure = byUs
      ? { code: 'address-blocked', details: said }
      : { code, details: code === 'address-unreachable' ? { ...said, domain } : said }
    await teller.tell({ type: 'message.failed', account, id, failure })
  }

  /** The server of the other one is missing, and not they. Prosody that talks to no other server says `not-allowed`. */
  function isUnreachable(condition: string, domain: string): boolean {
    return (
      condition.startsWith('remote-server-') || (condition === 'not-allowed' && domain !== splitJid(account).domain)
    )
  }

  async function keep(kept: Promise<void>, what: string): Promise<boolean> {
    try {
      await kept
      return true
    } catch (error) {
      log.warn(`${what} could not be kept`, { error: error instanceof Error ? error.message : '' })
      // What the disk refuses comes again; a message that can never be kept must not come for ever.
      if (error instanceof AppError && error.code === 'storage-failed') throw error
      return false
    }
  }

  /** Resolves when it is kept: only then is the server told that we have it. */
  async function receive(stanza: Element, place: ReceivedPlace | null): Promise<void> {
    const carbon = openCarbon(stanza)
    if (carbon?.kind === 'refused') {
      log.warn('a carbon was left out', { reason: carbon.reason })
      return
    }
    const parsed = parseMessage(carbon?.message ?? stanza, {
      account,
      address: channel.address(),
      now: clock.now(),
      source: carbon === null ? 'direct' : 'carbon',
      trustsStanzaIds: trustsStanzaIds(),
      ...(options.isRoom !== undefined && { isRoom: options.isRoom }),
    })
    const kept = await take(parsed, place)
    // Second copies are nobody's to answer.
    if (carbon !== null) await copied?.(carbon.message)
    else if (kept) arrived?.(stanza)
  }

  /** False where it could not be kept, or came back. */
  async function take(parsed: ParsedMessage, place: ReceivedPlace | null): Promise<boolean> {
    switch (parsed.kind) {
      case 'received':
        if (parsed.message.source !== 'carbon' && isWordless(parsed.message) && !admits(roomOf(parsed.message.peer))) {
          log.warn('an offer too many was left out')
          return false
        }
        return keep(
          teller.tell({ type: 'message.received', account, message: parsed.message, place }),
          'a message received',
        )
      case 'returned':
        await keep(fail(parsed.id, parsed.from, parsed.error), 'a message returned')
        return false
      case 'ignored':
        log.debug('a message was left out', { reason: parsed.reason })
        return true
      default:
        return assertNever(parsed)
    }
  }

  const end = channel.onMessage(receive)
  return {
    dispose() {
      end()
      teller.dispose()
    },
  }
}

/** Whether an error of a message that went there may come from here: from any device of theirs, or the room they are in. */
function isOnTheWay(from: BareJid | FullJid, peer: Peer): boolean {
  return from === peer || from === roomOf(peer) || (!isOccupant(peer) && bareOf(from) === peer)
}

/** XEP-0045, 7.4 and 7.5. */
function roomFailure(isForAll: boolean, condition: string): FailureCode {
  switch (condition) {
    case 'not-acceptable':
      return 'room-not-joined'
    case 'forbidden':
      return isForAll ? 'room-no-voice' : 'room-forbidden'
    case 'item-not-found':
    case 'recipient-unavailable':
    case 'gone':
      return isForAll ? 'room-not-found' : 'occupant-gone'
    default:
      return condition.startsWith('remote-server-') ? 'address-unreachable' : 'message-not-delivered'
  }
}

function isWordless({ body, extra }: ReceivedMessage): boolean {
  return extra?.unsupported !== undefined && body === ''
}
