/**
 * XEP-0191: Blocking Command, version 1.3, https://xmpp.org/extensions/xep-0191.html
 * Supported: the list after sign-in, pushes of our server only, blocking and letting in again one by one. Left out:
 * letting in everybody at once, and privacy lists (XEP-0016), which older servers have instead.
 */
import type { BareJid, FullJid } from '../../../shared/domain/address.ts'
import { type Blocking, blockOf } from '../../../shared/domain/blocking.ts'
import { AppError } from '../../../shared/domain/failure.ts'
import type { StanzaChannel } from '../../connection/session.ts'
import type { Emit } from '../../core/events.ts'
import { drop, type Log } from '../../core/ports/index.ts'
import type { Element } from '../../stanza/element.ts'
import { prepareJid, splitJid } from '../../stanza/jid.ts'
import { blockingNamespace, buildCommand, buildListRequest } from './build.ts'
import { mostBlocked, parseAddresses, unblocksAll } from './parse.ts'

type Address = BareJid | FullJid

export interface BlockingFeature {
  /**
   * Asks whether the server can, and for its list, once on each stream: only then it sends pushes.
   * @throws AppError like any request; the next call asks again
   */
  begin(): Promise<void>
  /**
   * Resolves when the server has agreed. Who is blocked is not told.
   * @throws AppError `blocking-not-supported`, or like any request
   */
  block(address: Address): Promise<void>
  unblock(address: Address): Promise<void>
  /** Whether somebody, or everybody of their domain, is blocked. */
  blocks(address: Address): boolean
  dispose(): void
}

export function createBlocking(options: {
  readonly channel: StanzaChannel
  /** What our server and our account announce; null where nobody knows. */
  readonly discovery: {
    serverSupports(namespace: string): Promise<boolean | null>
    accountSupports(namespace: string): Promise<boolean | null>
  }
  readonly emit: Emit
  readonly log: Log
}): BlockingFeature {
  const { channel, discovery, emit, log } = options
  const { account } = channel
  let addresses: ReadonlySet<Address> = new Set()
  /** Pushes that came while the list is on its way: the answer is handed over later than what came behind it. */
  let held: Element[] | null = null
  /** Asked for on this stream. */
  let asked = false

  async function tell(support: Blocking['support']): Promise<void> {
    await emit({ type: 'blocking.received', account, blocking: { support, addresses: [...addresses].sort() } })
  }

  function set(next: Iterable<Address>): void {
    addresses = new Set([...next].slice(0, mostBlocked))
  }

  function apply(push: Element): void {
    if (unblocksAll(push)) set([])
    const gone = new Set(parseAddresses(push, 'unblock'))
    set([...addresses, ...parseAddresses(push, 'block')].filter(each => !gone.has(each)))
  }

  function take(push: Element): null {
    if (!isFromOurServer(push, channel)) {
      log.warn('a push of the block list from somebody else was refused')
      // RFC 6120, 8.2.3: an iq wants an answer; this one says nothing of us.
      throw new AppError('refused-by-server', 'a push that is not of our server', { condition: 'service-unavailable' })
    }
    if (held === null) {
      apply(push)
      drop(tell('yes'), log, 'the block list')
    } else held.push(push)
    return null
  }

  async function supported(): Promise<boolean> {
    // "the entity MUST ... support": by the server (section 3.1). ejabberd and Prosody announce it there.
    if ((await discovery.serverSupports(blockingNamespace)) === true) return true
    return (await discovery.accountSupports(blockingNamespace)) === true
  }

  async function requireSupport(): Promise<void> {
    if (!(await supported())) throw new AppError('blocking-not-supported', 'the server does not announce XEP-0191')
  }

  async function command(name: 'block' | 'unblock', address: Address): Promise<void> {
    await requireSupport()
    await channel.request(buildCommand(name, address))
    // The push says the same, where it comes; some servers send none to who has asked.
    set(name === 'block' ? [...addresses, address] : [...addresses].filter(each => each !== address))
    await tell('yes')
  }

  async function fetch(): Promise<void> {
    const pushes: Element[] = []
    held = pushes
    try {
      if (!(await supported())) {
        set([])
        await tell('no')
        return
      }
      set(parseAddresses(await channel.request(buildListRequest()), 'blocklist'))
      for (const push of pushes) apply(push)
      await tell('yes')
    } finally {
      if (held === pushes) held = null
    }
  }

  const ends = [
    ...(['block', 'unblock'] as const).map(name => channel.onIq('set', blockingNamespace, name, take)),
    channel.onOnline(() => {
      asked = false
    }),
    channel.onResumed(({ forgotten }) => {
      if (forgotten) asked = false
    }),
  ]

  return {
    async begin() {
      if (asked) return
      asked = true
      await fetch().catch((error: unknown) => {
        asked = false
        throw error
      })
    },
    block: address => command('block', address),
    unblock: address => command('unblock', address),
    blocks: address => blockOf({ support: 'yes', addresses: [...addresses] }, address) !== null,
    dispose() {
      for (const end of ends) end()
    },
  }
}

/** Anybody could say who is blocked: it counts without `from`, and from our account or our server. */
function isFromOurServer({ attrs: { from } }: Element, { account }: StanzaChannel): boolean {
  if (from === undefined || from === '') return true
  try {
    const sender = prepareJid(from)
    return sender === account || sender === splitJid(account).domain
  } catch {
    // No address at all.
    return false
  }
}
