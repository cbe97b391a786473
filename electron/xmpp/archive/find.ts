/** Which of our own messages the archive on the server has: what settles those of which nobody knows whether they arrived. */
import type { AccountId, BareJid, Peer } from '../../../shared/domain/address.ts'
import { AppError, isConnectionLost } from '../../../shared/domain/failure.ts'
import type { Message, MessageId } from '../../../shared/domain/message.ts'
import type { Clock, Log } from '../../core/ports/index.ts'
import { bodyOf, lineEnds } from '../../stanza/body.ts'
import { isFullJid, prepareBareJid, prepareJid } from '../../stanza/jid.ts'
import { originIdOf } from '../../stanza/stanza-id.ts'
import { cleanText } from '../../stanza/xml-text.ts'
import type { Archive } from './archive.ts'
import type { ArchivedMessage } from './parse.ts'

export interface Findings {
  /** The archive has these. */
  readonly stored: ReadonlySet<MessageId>
  /** It does not have these. */
  readonly missing: ReadonlySet<MessageId>
  /** Nobody knows: there is no archive, or it refused, gave no answer in time, or went on without end. */
  readonly unknown: ReadonlySet<MessageId>
}

export interface Finder {
  /**
   * Looks for own messages in our archive, a second after the call: it lags.
   * @param doubtful own messages; an archived one is the same where it went from us to the same peer with the same
   *   origin-id or id, and the same body
   * @throws AppError `not-connected`, `network-lost`: the connection ended meanwhile, and nothing follows from that
   */
  find(doubtful: readonly Message[]): Promise<Findings>
  /** The same as what delivery asks for: those that are there; null where nobody knows of any. Throws like `find`. */
  settle(doubtful: readonly Message[]): Promise<ReadonlySet<MessageId> | null>
  dispose(): void
}

export interface FinderOptions {
  readonly account: AccountId
  readonly archive: Pick<Archive, 'isThere' | 'fetchPage'>
  readonly clock: Clock
  readonly log: Log
}

/** Openfire's archive has a message about 0.1 s after it took it. */
const lag = 1000
/** By so much the server's clock may be behind ours, in milliseconds: time zones that are set wrongly are hours. */
const clockSkew = 24 * 60 * 60 * 1000
/** Prosody gives no more at once. */
const pageSize = 50
/** For one peer. What is in doubt is mostly among the last messages, and they come first. */
const mostPages = 20
/** After so many milliseconds no further page is asked for: what the person has written waits meanwhile. */
const patience = 30_000

export function createFinder(options: FinderOptions): Finder {
  const { account, archive, clock, log } = options
  const pauses = new Set<() => void>()
  let disposed = false

  async function find(doubtful: readonly Message[]): Promise<Findings> {
    const until = clock.now() + patience
    const stored = new Set<MessageId>()
    const missing = new Set<MessageId>()
    // One that does not say whether it is there is asked: over a connection that is dying, nobody says so.
    if (doubtful.length > 0 && (await archive.isThere()) !== false) {
      await pause()
      if (disposed) throw new AppError('not-connected', 'nobody wants to know any more')
      try {
        for (const [peer, messages] of Map.groupBy(doubtful, ({ peer }) => peer)) {
          await findWith(peer, messages, { stored, missing, until })
        }
      } catch (error) {
        if (isConnectionLost(error)) throw error
        // Whatever is left is unknown: one that refuses or is silent now is not asked for the next peer.
        log.warn('the archive does not say what it has', { error: error instanceof Error ? error.message : '' })
      }
    }
    const rest = doubtful.map(({ id }) => id).filter(id => !stored.has(id) && !missing.has(id))
    log.info('what was in doubt', { stored: stored.size, missing: missing.size, unknown: rest.length })
    return { stored, missing, unknown: new Set(rest) }
  }

  /** From the newest backwards, until all are found or the time is reached before which none was written. */
  async function findWith(
    peer: Peer,
    messages: readonly Message[],
    {
      stored,
      missing,
      until,
    }: { readonly stored: Set<MessageId>; readonly missing: Set<MessageId>; readonly until: number },
  ): Promise<void> {
    const start = Math.min(...messages.map(({ time }) => time)) - clockSkew
    let open = messages
    let before = ''
    let end: number | undefined
    let oldest: number | undefined
    for (let count = 0; count < mostPages; count++) {
      if (clock.now() > until) throw new AppError('request-timed-out', 'it takes too long')
      const page = await archive.fetchPage({ with: peer, start, end, page: { max: pageSize, before } })
      const { found = [], left = [] } = Object.groupBy(open, message =>
        page.messages.some(archived => isSame(archived, message, account)) ? 'found' : 'left',
      )
      for (const { id } of found) stored.add(id)
      open = left
      oldest = page.messages[0]?.time ?? oldest
      // "An empty "complete" answer after an id (Openfire, when the archive was pruned) is asked again by time", as long
      // as that leads further back.
      const byTime =
        page.messages.length === 0 && before !== '' && oldest !== undefined && (end === undefined || oldest < end)
      if (open.length === 0) return
      if (page.complete && !byTime) {
        for (const { id } of open) missing.add(id)
        return
      }
      const { first } = page.set
      if (!byTime && (first === null || first === before)) return
      end = byTime ? oldest : end
      before = byTime ? '' : (first ?? '')
    }
  }

  function pause(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const callOff = clock.after(lag, over)
    function over(): void {
      pauses.delete(end)
      resolve()
    }
    function end(): void {
      callOff()
      over()
    }
    pauses.add(end)
    return promise
  }

  return {
    find,
    async settle(doubtful) {
      const { stored, missing } = await find(doubtful)
      return stored.size + missing.size === 0 ? null : stored
    },
    dispose() {
      disposed = true
      for (const end of [...pauses]) end()
    },
  }
}

/** "origin-id and id count only within (conversation, sender): the same id with another body is a new message." */
function isSame({ stanza }: ArchivedMessage, { id, peer, body }: Message, account: AccountId): boolean {
  if (stanza.attrs.id !== id && originIdOf(stanza) !== id) return false
  if (stanza.attrs.type === 'error' || stanza.attrs.type === 'groupchat') return false
  if (!isOf(stanza.attrs.from, account, account) || !isOf(stanza.attrs.to, peer, account)) return false
  return bodyOf(stanza) === lineEnds(cleanText(body))
}

/** @param missing whose address it is where there is none (RFC 6120, 8.1) */
function isOf(text: string | undefined, address: Peer, missing: BareJid): boolean {
  if (text === undefined || text === '') return missing === address
  try {
    return (isFullJid(address) ? prepareJid(text) : prepareBareJid(text)) === address
  } catch {
    // Of nobody.
    return false
  }
}
