/** Brings here what the archive on the server has and we do not: what was missed, and older history on demand. */
import type { AccountId, BareJid, Peer } from '../../../shared/domain/address.ts'
import type { ArchivePhase } from '../../../shared/domain/archive.ts'
import { AppError, isConnectionLost } from '../../../shared/domain/failure.ts'
import type { ArchivedPage, ArchivePoint, Emit, ReceivedMessage } from '../../core/events.ts'
import { type Clock, drop, type Log } from '../../core/ports/index.ts'
import type { Element } from '../../stanza/element.ts'
import { stanzaIdNamespace } from '../../stanza/stanza-id.ts'
import type { Archive } from './archive.ts'
import { pageBefore, pagesAfter, type ReachedPage } from './read-pages.ts'

export interface ArchiveSync {
  /** A new stream: what was missed comes before all that it brings. */
  streamBegan(): void
  /**
   * Reads what was missed, from where the last time ended, a page at a time, and on a device that is new to the account
   * the newest messages. Resolves when all is here, or cannot be had now: then the gap stays, and is tried again by itself
   * after a pause where nobody answered, on the next stream, and when it is called again.
   * @returns false where the connection was lost before all was here
   */
  catchUp(): Promise<boolean>
  /**
   * One more page of older history of a conversation, or of all of the archive (null); nothing where there is none.
   * @throws AppError `not-connected`, `network-lost`, `request-timed-out`, `refused-by-server`, `storage-failed`
   */
  loadOlder(peer: Peer | null): Promise<void>
  /** Stanza-ids of our account can be believed (XEP-0359, 6). */
  trustsStanzaIds(): boolean
  dispose(): void
}

export interface ArchiveSyncOptions {
  readonly account: AccountId
  /** Whose archive; ours when left out. */
  readonly room?: BareJid
  readonly archive: Pick<Archive, 'isThere' | 'fetchPage'>
  readonly discovery: { accountSupports(namespace: string): Promise<boolean | null> }
  /** What is here of the archive; only its ends are looked at. */
  readonly kept: {
    archive(): Promise<{ readonly newest: ArchivePoint | null; readonly oldest: ArchivePoint | null }>
    history(peer: Peer): Promise<{ readonly oldest: ArchivePoint | null }>
  }
  /** The message of a conversation that an archived stanza is; null where it is none. */
  readonly parse: (
    stanza: Element,
    archived: { readonly id: string; readonly time: number | null },
  ) => ReceivedMessage | null
  /** Milliseconds that the times of the archive are ahead of our clock; 0 when left out. @throws as `request` does */
  readonly ahead?: () => Promise<number>
  readonly emit: Emit
  readonly clock: Clock
  readonly log: Log
}

/** On a device that is new to the account so many messages come at once, so that the list of chats is filled. */
const firstMessages = 250
/** After an archive that gave no answer, in milliseconds; each time twice as long. */
const firstPause = 30_000
const longestPause = 15 * 60_000
/** The server's clock may be behind ours by so much, in milliseconds. */
const clockSkew = 24 * 60 * 60 * 1000
/** So often it is looked at in a long session, in milliseconds: the next start has less to read then. */
const interval = 60 * 60_000

export function createArchiveSync(options: ArchiveSyncOptions): ArchiveSync {
  const { account, room, archive, discovery, kept, parse, emit, clock, log } = options
  let began = clock.now()
  let running: Promise<boolean> | null = null
  let trusted = false
  let ahead = 0
  let pause = firstPause
  let callOff = (): void => {}
  let disposed = false

  function catchUp(): Promise<boolean> {
    callOff()
    running ??= run().finally(() => {
      running = null
    })
    return running
  }

  async function run(): Promise<boolean> {
    try {
      trusted = (await discovery.accountSupports(stanzaIdNamespace)) === true
      const isThere = await archive.isThere()
      if (disposed) return false
      if (isThere === false) {
        await absent()
        return true
      }
      await become('filling')
      ahead = (await options.ahead?.()) ?? 0
      const { newest } = await kept.archive()
      const read = newest === null ? await readNewest() : await readAfter(newest)
      log.info('the archive was read', { messages: read, seconds: (clock.now() - began) / 1000 })
      await become('idle')
      pause = firstPause
      again(interval, () => {
        began = clock.now()
      })
      return true
    } catch (error) {
      await failed(error)
      return !isConnectionLost(error)
    }
  }

  async function failed(error: unknown): Promise<void> {
    if (disposed) return
    if (isConnectionLost(error)) {
      // The next stream, or this one when it goes on, reads the rest.
      await become('idle')
      return
    }
    if (isNone(error)) return absent()
    log.warn('the archive could not be read', { error: error instanceof Error ? error.message : '' })
    await become('failed')
    const passes = error instanceof AppError && passing.has(error.code)
    if (passes) again(pause, () => {})
    pause = Math.min(pause * 2, longestPause)
  }

  /** Of a room nobody is told how it goes on: its gaps say enough. */
  async function become(phase: ArchivePhase): Promise<void> {
    if (room === undefined) await emit({ type: 'archive.changed', account, phase })
  }

  function again(milliseconds: number, first: () => void): void {
    callOff()
    if (disposed) return
    callOff = clock.after(milliseconds, () => {
      first()
      drop(catchUp(), log, 'reading the archive again')
    })
  }

  function absent(): Promise<void> {
    log.info('the server keeps no archive')
    return emit({ type: 'archive.absent', account, room })
  }

  async function readAfter(newest: ArchivePoint): Promise<number> {
    let read = 0
    for await (const reached of pagesAfter(archive, newest)) {
      if (disposed) break
      await keep(reached, 'forward', null)
      read += reached.page.messages.length
    }
    return read
  }

  /** Kept all at once: what has come meanwhile is here already, and where a page stands only those before it say. */
  async function readNewest(): Promise<number> {
    const newest = await pageBefore(archive, {}, null, true)
    const messages = [...newest.page.messages]
    let oldest: ReachedPage = newest
    while (messages.length < firstMessages && !oldest.complete && oldest.first !== null && !disposed) {
      oldest = await pageBefore(archive, {}, oldest.first, true)
      messages.unshift(...oldest.page.messages)
    }
    if (disposed) return 0
    // Of an empty archive everything is known: what comes later is new.
    const last = newest.last ?? { id: null, time: began - clockSkew }
    await keep({ ...oldest, page: { ...oldest.page, messages }, last }, 'backward', null)
    return messages.length
  }

  async function loadOlder(peer: Peer | null): Promise<void> {
    const isThere = await archive.isThere()
    if (isThere === false) return absent()
    const [{ oldest: everywhere }, history] = await Promise.all([
      kept.archive(),
      peer === null ? null : kept.history(peer),
    ])
    const here = history?.oldest ?? null
    const [query, isSame] = peer === null ? [{}, true] : [{ with: peer }, here !== null]
    try {
      await keep(await pageBefore(archive, query, here ?? everywhere, isSame), 'backward', peer)
    } catch (error) {
      if (!isNone(error)) throw error
      await absent()
    }
  }

  async function keep(
    { page, first, last, complete }: ReachedPage,
    direction: ArchivedPage['direction'],
    peer: Peer | null,
  ): Promise<void> {
    const messages = page.messages.flatMap(({ archiveId, time, stanza }) => {
      const message = parse(stanza, { id: archiveId, time })
      return message === null || (peer !== null && message.peer !== peer) ? [] : [message]
    })
    await emit({
      type: 'message.archived',
      account,
      page: { room, messages, direction, peer, first, last, complete, until: began, ahead },
    })
  }

  return {
    streamBegan() {
      began = clock.now()
      callOff()
      trusted = false
      drop(emit({ type: 'archive.began', account, room, time: began }), log, 'the beginning of a stream')
    },
    catchUp,
    loadOlder,
    trustsStanzaIds: () => trusted,
    dispose() {
      disposed = true
      callOff()
    },
  }
}

/** A server that does not say whether it has an archive says so when it is asked (RFC 6120, 8.3.3.3 and 8.3.3.19). */
function isNone(error: unknown): boolean {
  const condition = error instanceof AppError ? error.details.condition : undefined
  return condition === 'service-unavailable' || condition === 'feature-not-implemented'
}

/** Failures that pass by themselves. */
const passing: ReadonlySet<string> = new Set(['request-timed-out', 'storage-failed'])
