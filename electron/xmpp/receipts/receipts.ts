/**
 * XEP-0184: Message Delivery Receipts, version 1.4.0, https://xmpp.org/extensions/xep-0184.html
 * Supported: asking with each message of ours ("the sender MAY request a receipt when sending a content message of type
 * "chat"" to a bare address), answering, and receipts of others. Left out: finding out first who answers.
 *
 * "A recipient SHOULD NOT return message delivery receipts to senders who are not otherwise authorized to view its
 * presence": answered is who sees us, and whoever we have ever written to. An answer says that the message is kept; so
 * it follows the keeping, and the archive and carbons, which are second copies, never come here.
 */
import { randomUUID } from 'node:crypto'
import type { Peer } from '../../../shared/domain/address.ts'
import type { StanzaChannel } from '../../connection/session.ts'
import type { Emit } from '../../core/events.ts'
import { drop, type Log } from '../../core/ports/index.ts'
import type { Element } from '../../stanza/element.ts'
import { bareOf } from '../../stanza/jid.ts'
import { buildReceipt } from './build.ts'
import { parseReceipt, parseRequest } from './parse.ts'

export interface Receipts {
  /** A message came from its sender (never a copy of it), and is kept where there was something to keep. */
  arrived(message: Element): void
  /** What another device of ours got may be a receipt for what that has sent. */
  take(copy: Element): Promise<void>
  dispose(): void
}

/** Questions that are remembered as answered: a message that comes a second time is not answered again. */
const mostAnswered = 500

export function createReceipts(options: {
  readonly channel: StanzaChannel
  readonly emit: Emit
  /** Whether the person wants to answer. */
  readonly isOn: () => boolean
  /** Whether somebody may know that we are there. */
  readonly mayKnow: (peer: Peer) => Promise<boolean>
  readonly log: Log
}): Receipts {
  const { channel, emit, isOn, mayKnow, log } = options
  const { account } = channel
  const answered = new Set<string>()

  async function answer(message: Element): Promise<void> {
    const request = parseRequest(message)
    if (request === null || !isOn()) return
    const key = `${request.from} ${request.id}`
    if (answered.has(key)) return
    answered.add(key)
    const [oldest] = answered
    if (answered.size > mostAnswered && oldest !== undefined) answered.delete(oldest)
    if (!(await mayKnow(bareOf(request.from)))) return
    try {
      await channel.send(buildReceipt(request, randomUUID()))
    } catch (error) {
      // Where it comes again, it is still to be answered.
      answered.delete(key)
      throw error
    }
  }

  async function take(message: Element): Promise<void> {
    const receipt = parseReceipt(message)
    // The store knows whom the message went to. What we say to others is not said to us.
    if (receipt !== null && receipt.peer !== account) await emit({ type: 'message.delivered', account, ...receipt })
  }

  const end = channel.onMessage(take)
  return {
    arrived: message => drop(answer(message), log, 'a receipt'),
    take,
    dispose: end,
  }
}
