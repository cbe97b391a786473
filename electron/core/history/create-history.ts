import type { AccountId, BareJid, Peer } from '../../../shared/domain/address.ts'
import type { StanzaChannel } from '../../connection/session.ts'
import type { Element } from '../../stanza/element.ts'
import type { Store } from '../../store/store.ts'
import { type Archive, createArchive } from '../../xmpp/archive/archive.ts'
import { createFinder, type Finder } from '../../xmpp/archive/find.ts'
import { type ArchiveSync, createArchiveSync } from '../../xmpp/archive/sync.ts'
import { createCarbons } from '../../xmpp/carbons/carbons.ts'
import type { Discovery } from '../../xmpp/disco/discovery.ts'
import type { OpenedCarbon } from '../../xmpp/message/message.ts'
import { parseArchived } from '../../xmpp/message/parse.ts'
import { createServerClock } from '../../xmpp/time/time.ts'
import type { Emit } from '../events.ts'
import type { Clock, Log } from '../ports/index.ts'

/** What the person and the pages of a conversation ask of the server's archive. */
export interface HistoryActions {
  /** Brings here one more page of older messages. @throws AppError where the server cannot be asked, or refuses */
  loadOlder(peer: Peer): Promise<void>
  /** Tries again to fill what is missing. */
  catchUp(): Promise<void>
}

/** What other devices of ours do, and what the server has kept: carbons and the archive of one account. */
export interface History extends HistoryActions {
  /** Ours, and those of rooms. */
  readonly archive: Pick<Archive, 'fetchPage'>
  openCarbon(stanza: Element): OpenedCarbon | null
  trustsStanzaIds(): boolean
  readonly settle: Finder['settle']
  /** Milliseconds that what our server stamps is ahead of our clock. @throws AppError `not-connected`, `network-lost` */
  readonly ahead: () => Promise<number>
  dispose(): void
}

export function createHistory(options: {
  readonly account: AccountId
  readonly channel: StanzaChannel
  readonly discovery: Discovery
  readonly store: Pick<Store, 'archive' | 'history'>
  readonly emit: Emit
  readonly isRoom: (address: BareJid) => boolean
  /** Resolves when the server has been told that we are there, or could not be. */
  readonly present: () => Promise<void>
  readonly clock: Clock
  readonly log: Log
}): History {
  const { isRoom } = options
  const { account, channel, discovery, store, emit, clock, log } = options
  const carbons = createCarbons({ channel, discovery, log: log.scope('carbons') })
  const archive = createArchive({ channel, discovery, log: log.scope('archive') })
  const finder = createFinder({ account, archive, clock, log: log.scope('archive') })
  const serverClock = createServerClock({ channel, discovery, clock, log: log.scope('time') })
  const sync: ArchiveSync = createArchiveSync({
    ahead: serverClock.ahead,
    ...{ account, archive, discovery, emit, clock, log: log.scope('archive') },
    kept: { archive: () => store.archive(account), history: peer => store.history(account, peer) },
    parse: (stanza, archived) => parseArchived(stanza, archived, { account, isRoom, now: clock.now() }),
  })
  /** The stream has its carbons, or none. */
  let enabled = false

  /** Carbons first: what other devices do from then on comes by itself, and all before it is in the archive. */
  async function begin(): Promise<void> {
    try {
      if (!enabled) {
        await carbons.enable()
        enabled = true
      }
      // Prosody does not send what waited to a stream on which its archive has been asked, and on a device that is new
      // to the account only that is unread.
      await options.present()
      await sync.catchUp()
    } catch {
      // The connection has gone; the next one begins again.
    }
  }

  const parts = [archive, finder, sync]
  const ends = [
    channel.onOnline(() => {
      enabled = false
      sync.streamBegan()
      void begin()
    }),
    // A stream that goes on has lost nothing. But what it had begun to read goes on, too.
    channel.onResumed(({ forgotten }) => {
      if (forgotten) enabled = true
      void begin()
    }),
  ]
  return {
    archive,
    loadOlder: sync.loadOlder,
    async catchUp() {
      await sync.catchUp()
    },
    openCarbon: carbons.open,
    trustsStanzaIds: sync.trustsStanzaIds,
    settle: finder.settle,
    ahead: serverClock.ahead,
    dispose() {
      for (const end of ends) end()
      for (const part of parts) part.dispose()
    },
  }
}
