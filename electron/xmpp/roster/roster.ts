/**
 * RFC 6121, 2: the roster, https://www.rfc-editor.org/rfc/rfc6121#section-2
 * Supported: asking for it at every sign-in, pushes. Left out: versioning (2.6), and changing it.
 */
import { AppError } from '../../../shared/domain/failure.ts'
import type { StanzaChannel } from '../../connection/session.ts'
import type { Emit } from '../../core/events.ts'
import { drop, type Log } from '../../core/ports/index.ts'
import type { Element } from '../../stanza/element.ts'
import { prepareJid } from '../../stanza/jid.ts'
import { buildRosterRequest, rosterNamespace } from './build.ts'
import { parseRoster, type RosterItem } from './parse.ts'

export interface Roster {
  /**
   * Asks for the list and tells the store. Before the first presence: so the server knows that it may send pushes.
   * @throws AppError where the server does not answer or refuses; the list on disk stays
   */
  fetch(): Promise<void>
  dispose(): void
}

export function createRoster(options: {
  readonly channel: StanzaChannel
  readonly emit: Emit
  readonly log: Log
}): Roster {
  const { channel, emit, log } = options
  /** Pushes that came while the list is on its way: the answer is handed over later than what came behind it. */
  let held: Element[] | null = null

  function itemsOf(iq: Element): readonly RosterItem[] {
    const items = parseRoster(iq)
    const all = iq.getChild('query', rosterNamespace)?.getChildren('item').length ?? 0
    if (items.length < all) log.warn('contacts without a possible address were left out', { count: all - items.length })
    return items
  }

  const dispose = channel.onIq('set', rosterNamespace, 'query', iq => {
    if (!isFromOurAccount(iq, channel)) {
      log.warn('a roster push from somebody else was refused')
      // RFC 6121, 2.1.6: "a receiving client MUST ignore the stanza" unless it is from our account; an iq wants an answer.
      throw new AppError('refused-by-server', 'a roster push that is not of our account', {
        condition: 'service-unavailable',
      })
    }
    if (held === null) apply(iq)
    else held.push(iq)
    return null
  })

  function apply(push: Element): void {
    for (const item of itemsOf(push)) {
      const { account } = channel
      if (item.kind === 'removed') {
        drop(emit({ type: 'contact.removed', account, address: item.address }), log, 'contact removed')
      } else {
        drop(emit({ type: 'contact.pushed', account, contact: item.contact }), log, 'contact pushed')
      }
    }
  }

  function release(pushes: Element[] | null): void {
    if (held === pushes) held = null
    for (const push of pushes?.splice(0) ?? []) apply(push)
  }

  return {
    async fetch() {
      // Of an earlier stream: the list that is asked for now is newer.
      release(held)
      const pushes: Element[] = []
      held = pushes
      try {
        const answer = await channel.request(buildRosterRequest())
        // RFC 6121, 2.6.3: without a query nothing has changed. We never ask so; but nothing said is no reason to forget all.
        if (answer.getChild('query', rosterNamespace) === undefined) return
        const contacts = itemsOf(answer).flatMap(item => (item.kind === 'contact' ? [item.contact] : []))
        const told = emit({ type: 'roster.received', account: channel.account, contacts })
        release(pushes)
        await told
      } finally {
        release(pushes)
      }
    },
    dispose,
  }
}

/** "Roster pushes count without `from` or from our bare address": Openfire sends none. */
function isFromOurAccount(iq: Element, channel: StanzaChannel): boolean {
  const { from } = iq.attrs
  if (from === undefined || from === '') return true
  try {
    return prepareJid(from) === channel.account
  } catch {
    // No address at all.
    return false
  }
}
