/**
 * XEP-0313: Message Archive Management, version 1.1.3, https://xmpp.org/extensions/xep-0313.html
 * XEP-0297: Stanza Forwarding, version 1.0, https://xmpp.org/extensions/xep-0297.html
 * Supported: asking our own archive, and those of rooms, by address and time, a page at a time. Left out: preferences (Openfire has none),
 * single messages by id, flipped pages.
 */
import { randomUUID } from 'node:crypto'
import type { BareJid } from '../../../shared/domain/address.ts'
import { AppError } from '../../../shared/domain/failure.ts'
import type { StanzaChannel } from '../../connection/session.ts'
import type { Log } from '../../core/ports/index.ts'
import { type ArchiveQuery, archiveNamespace, buildArchiveQuery } from './build.ts'
import { type ArchivedMessage, type ArchiveFin, parseArchiveFin, parseArchiveResult } from './parse.ts'

export interface ArchivePage extends ArchiveFin {
  /** Oldest first. */
  readonly messages: readonly ArchivedMessage[]
}

export interface Archive {
  /**
   * Whether our account has an archive; null where nobody knows.
   * @throws AppError `not-connected`, `network-lost`
   */
  isThere(): Promise<boolean | null>
  /**
   * One page of our archive, or of a room's. An empty one that is `complete` proves nothing where an id was given: Openfire says so also
   * when it has deleted the message of that id. Ask again by time.
   * @throws AppError as `StanzaChannel.request`; `refused-by-server` also for an answer that is none
   */
  fetchPage(query: ArchiveQuery): Promise<ArchivePage>
  dispose(): void
}

export interface ArchiveOptions {
  readonly channel: StanzaChannel
  readonly discovery: { accountSupports(namespace: string): Promise<boolean | null> }
  readonly log: Log
}

/** For the whole page, in milliseconds. */
const patience = 20_000
/** No server sends so many at once; what comes beyond is held by nobody. */
const mostResults = 1000

export function createArchive(options: ArchiveOptions): Archive {
  const { channel, discovery, log } = options
  const { account } = channel
  /** What has come for the queries that are under way, by the ids that we gave them. */
  const collected = new Map<string, { readonly of: BareJid; readonly messages: ArchivedMessage[] }>()

  async function fetchPage(query: ArchiveQuery): Promise<ArchivePage> {
    const queryId = randomUUID()
    const messages: ArchivedMessage[] = []
    collected.set(queryId, { of: query.of ?? account, messages })
    try {
      // "the server MUST send the IQ result after last query result has been sent"
      const answer = await channel.request(buildArchiveQuery(queryId, query), { timeoutMs: patience })
      const fin = parseArchiveFin(answer)
      if (fin === null) throw new AppError('refused-by-server', 'an answer of the archive without an end')
      if (messages.length >= mostResults) throw new AppError('refused-by-server', 'the archive knows no measure')
      return { ...fin, messages }
    } finally {
      collected.delete(queryId)
    }
  }

  const end = channel.onMessage(stanza => {
    const result = parseArchiveResult(stanza, account, queryId => collected.get(queryId)?.of)
    if (result === null) return
    const messages = collected.get(result.queryId)?.messages
    if (messages === undefined) log.warn('a result that nobody asked for was left out')
    else if (messages.length < mostResults) messages.push(result.message)
  })
  return {
    isThere: () => discovery.accountSupports(archiveNamespace),
    fetchPage,
    dispose() {
      end()
      collected.clear()
    },
  }
}
