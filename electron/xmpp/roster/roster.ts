/**
 * RFC 6121, 2: the roster, https://www.rfc-editor.org/rfc/rfc6121#section-2
 * Supported: asking for it at every sign-in, for what has changed where the server has versions (2.6); pushes, changing
 * and removing items.
 */
import type { BareJid } from '../../../shared/domain/address.ts'
import type { Contact } from '../../../shared/domain/contact.ts'
import { AppError } from '../../../shared/domain/failure.ts'
import type { StanzaChannel } from '../../connection/session.ts'
import type { Emit, RosterStep } from '../../core/events.ts'
import { type Clock, drop, type Log } from '../../core/ports/index.ts'
import type { Element } from '../../stanza/element.ts'
import { prepareJid } from '../../stanza/jid.ts'
import {
  buildRosterRemoval,
  buildRosterRequest,
  buildRosterSet,
  jabberd2Namespace,
  rosterNamespace,
  rosterVersionNamespace,
} from './build.ts'
import { parseRoster, parseRosterVersion, type RosterItem } from './parse.ts'

export interface Roster {
  /**
   * Asks for the list and tells the store. Before the first presence: so the server knows that it may send pushes.
   * @throws AppError where the server does not answer or refuses; the list on disk stays
   */
  fetch(): Promise<void>
  /**
   * Puts somebody into the list, or changes the name and groups they have in it. Resolves when the server has agreed; the
   * push says what it has made of it.
   * @throws AppError `managed-by-server` where it would leave a group that the server shares, or like any request
   */
  set(item: Pick<Contact, 'address' | 'name' | 'groups'>): Promise<void>
  /** Resolves when they are not in the list any more. @throws AppError like `set` */
  remove(address: BareJid): Promise<void>
  dispose(): void
}

/**
 * Milliseconds until the list is asked for again: Openfire does not push everything that it has changed. Prosody pushes
 * right behind its answer.
 */
const pushPatience = 1000

export function createRoster(options: {
  readonly channel: StanzaChannel
  readonly clock: Clock
  readonly emit: Emit
  readonly log: Log
  /** What the server calls the list that is kept; null where it has not said. */
  readonly keptVersion: () => Promise<string | null>
}): Roster {
  const { channel, emit, clock, log, keptVersion } = options
  /** What the server called the list last, on this stream. */
  let version: string | null = null
  /** Pushes that came while the list is on its way: the answer is handed over later than what came behind it. */
  let held: Element[] | null = null
  /** Of whom a push is expected, each with what calls the waiting off. */
  const awaited = new Map<BareJid, () => void>()

  /** What the push makes of the version that came before it. */
  function stepOf(push: Element): { readonly version?: RosterStep } {
    const [after, now] = [version, parseRosterVersion(push)]
    if (now === null) return {}
    version = now
    return after === null ? {} : { version: { after, now } }
  }

  function itemsOf(iq: Element): readonly RosterItem[] {
    const items = parseRoster(iq)
    const all = iq.getChild('query', rosterNamespace)?.getChildren('item').length ?? 0
    if (items.length < all) log.warn('contacts without a possible address were left out', { count: all - items.length })
    return items
  }

  const endPushes = channel.onIq('set', rosterNamespace, 'query', iq => {
    if (!isFromOurAccount(iq, channel)) {
      log.warn('a roster push from somebody else was refused')
      // RFC 6121, 2.1.6: "a receiving client MUST ignore the stanza" unless it is from our account; an iq wants an answer.
      throw new AppError('refused-by-server', 'a roster push that is not of our account', {
        condition: 'service-unavailable',
      })
    }
    for (const address of addressesOf(iq)) callOff(address)
    if (held === null) apply(iq)
    else held.push(iq)
    return null
  })

  function apply(push: Element): void {
    const { account } = channel
    const items = itemsOf(push)
    for (const [index, item] of items.entries()) {
      // RFC 6121, 2.1.6: a push has exactly one; of several, the last one makes it true.
      const step = index === items.length - 1 ? stepOf(push) : {}
      if (item.kind === 'removed') {
        drop(emit({ type: 'contact.removed', account, address: item.address, ...step }), log, 'contact removed')
      } else {
        drop(emit({ type: 'contact.pushed', account, contact: item.contact, ...step }), log, 'contact pushed')
      }
    }
  }

  function release(pushes: Element[] | null): void {
    if (held === pushes) held = null
    for (const push of pushes?.splice(0) ?? []) apply(push)
  }

  function callOff(address: BareJid): void {
    awaited.get(address)?.()
    awaited.delete(address)
  }

  /** Sends a change, and looks at the whole list where no push has said what became of it. */
  async function change(address: BareJid, iq: Element): Promise<void> {
    callOff(address)
    const nothing = (): void => {}
    awaited.set(address, nothing)
    try {
      await channel.request(iq)
    } catch (error) {
      callOff(address)
      throw changeFailure(error)
    }
    // A push, or another change of the same item, has come in between.
    if (awaited.get(address) !== nothing) return
    const end = clock.after(pushPatience, () => {
      awaited.delete(address)
      drop(fetch(), log, 'asking for the list again')
    })
    awaited.set(address, end)
  }

  async function fetch(): Promise<void> {
    // Of an earlier stream: the list that is asked for now is newer.
    release(held)
    const pushes: Element[] = []
    held = pushes
    try {
      const versions = channel.offers(rosterVersionNamespace) && !channel.offers(jabberd2Namespace)
      const asked = versions ? ((await keptVersion()) ?? '') : null
      const answer = await channel.request(buildRosterRequest(asked))
      const { account } = channel
      // RFC 6121, 2.6.3: without a query nothing has changed, or the changes come as pushes. Where we have not asked so,
      // nothing said is no reason to forget all.
      if (answer.getChild('query', rosterNamespace) === undefined) {
        version = asked === '' ? null : asked
        const told = emit({ type: 'roster.confirmed', account })
        release(pushes)
        await told
        return
      }
      const contacts = itemsOf(answer).flatMap(item => (item.kind === 'contact' ? [item.contact] : []))
      version = versions ? parseRosterVersion(answer) : null
      const told = emit({ type: 'roster.received', account, contacts, ...(version !== null && { version }) })
      release(pushes)
      await told
    } finally {
      release(pushes)
    }
  }

  return {
    fetch,
    set: item => change(item.address, buildRosterSet(item)),
    async remove(address) {
      try {
        await change(address, buildRosterRemoval(address))
      } catch (error) {
        if (!(error instanceof AppError) || error.details.condition !== 'item-not-found') throw error
        // Another device was faster, or the list was not what we knew: what is wanted is so.
        await fetch()
      }
    },
    dispose() {
      for (const end of awaited.values()) end()
      awaited.clear()
      endPushes()
    },
  }
}

/** RFC 6121, 2.3.3 has `not-acceptable` for names without end, which we do not send; Openfire, for its shared groups. */
function changeFailure(error: unknown): unknown {
  if (!(error instanceof AppError) || error.details.condition !== 'not-acceptable') return error
  return new AppError('managed-by-server', 'the server keeps this contact where it is', error.details, error)
}

function addressesOf(push: Element): readonly BareJid[] {
  return parseRoster(push).map(item => (item.kind === 'contact' ? item.contact.address : item.address))
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
