import type { Account } from '../../shared/domain/account.ts'
import type { AccountId, BareJid } from '../../shared/domain/address.ts'
import type { Message } from '../../shared/domain/message.ts'
import { type Trouble, troubleKey } from '../../shared/domain/trouble.ts'
import type { Change } from '../../shared/ipc/changes.ts'
import type { DomainEvent } from '../core/events.ts'
import type { Clock, Log, Profile } from '../core/ports/index.ts'
import { archiveOf, historyOf, selectArchive, selectHistory } from './archive-sql.ts'
import { openBatch, type Parts } from './batch.ts'
import { coalesce } from './coalesce.ts'
import { type Disk, profileDisk } from './disk.ts'
import { deliveryOf, selectDelivery, selectHasWritten, selectOwed } from './marks-sql.ts'
import { createMemory, shownAccount } from './memory.ts'
import { messageOf, messagesOf, selectMessage, selectOutbox, selectPage, selectPageFrom } from './message-sql.ts'
import { createQueue, type Waiting } from './queue.ts'
import { snapshotOf } from './reducers/account.ts'
import { bookmarksOf, selectBookmarks } from './reducers/bookmark.ts'
import { rosterVersionOf, selectRosterVersion } from './reducers/contact.ts'
import { emptyConversation } from './reducers/conversation.ts'
import { factsOf, selectFacts } from './reducers/profile.ts'
import { reduce } from './reducers/reduce.ts'
import { matchOf, selectFound } from './search-sql.ts'
import { openLastingDatabase } from './sqlite/lasting-database.ts'
import type { SqlRow, Statement } from './sqlite/protocol.ts'
import { storageFailed } from './storage-failed.ts'
import { createStorageWatch } from './storage-watch.ts'
import type { Store } from './store.ts'
import { selectStream, selectUnacknowledged, streamOf } from './stream-sql.ts'
import { selectUsedFiles, usedName } from './transfer-sql.ts'

/**
 * Opens the store of a profile: `settings.json` and `archive.sqlite` in its folder, which is made where it is not there.
 * @throws AppError `storage-failed` where the disk refuses, or a newer version of the program wrote the archive
 */
export async function createStore(options: {
  readonly profile: Profile
  readonly clock: Clock
  readonly log: Log
  /** The profile's files when left out. */
  readonly disk?: Disk
  /** Names of copies of files that nothing here knows of yet; none when left out. */
  readonly filesInHand?: () => ReadonlySet<string>
}): Promise<Store> {
  const { clock, log, disk = profileDisk(options), filesInHand = () => new Set() } = options
  const files: Parts['files'] = { keepOnly: used => disk.files.keepOnly(used.union(filesInHand())) }
  const file = await disk.openSettings()
  const database = await openLastingDatabase(() => disk.openDatabase(file.content().accounts.map(each => each.id)), log)
  const listeners = new Set<(changes: readonly Change[]) => void>()
  const arrivalListeners = new Set<(messages: readonly Message[]) => void>()
  const queue = createQueue<DomainEvent>(applyBatch)
  const watch = createStorageWatch({ clock, log, inTurn: queue.read, changed: () => tell(troubleChanges()) })
  const parts: Parts = {
    memory: createMemory(),
    database: watch.database(database),
    file: watch.file(file),
    log,
    removeAside: disk.removeAside,
    pictures: disk.pictures,
    files,
  }
  const repaired = (): readonly Trouble[] => [...(file.trouble === null ? [] : [file.trouble]), ...database.troubles()]
  for (const trouble of repaired()) log.warn('damage was set right', { file: troubleKey(trouble) })
  const dismissed = new Set<string>()
  let reported: readonly Trouble[] = []
  let toldTroubles = troubles()
  let closing: Promise<void> | null = null

  async function applyBatch(events: readonly Waiting<DomainEvent>[]): Promise<void> {
    const batch = openBatch(parts, clock.now())
    try {
      const changes: Change[] = []
      for (const each of events) changes.push(...(await reduce(batch, each.value)))
      await batch.keep()
      tell([...coalesce(changes), ...troubleChanges()])
      callAll(arrivalListeners, batch.arrivals())
      for (const each of events) each.done()
    } catch (error) {
      await batch.takeBack()
      // One event that cannot be kept must not take the others of its batch with it.
      if (events.length === 1) events[0]?.failed(error)
      else for (const each of events) await applyBatch([each])
    }
  }

  function tell(changes: readonly Change[]): void {
    callAll(listeners, changes)
  }

  function callAll<Value>(all: ReadonlySet<(values: readonly Value[]) => void>, values: readonly Value[]): void {
    if (values.length === 0) return
    for (const listener of [...all]) {
      try {
        listener(values)
      } catch (error) {
        // What is true stays true, whatever a listener makes of it.
        log.error('a listener of changes failed', { error: error instanceof Error ? error.message : '' })
      }
    }
  }

  function troubles(): readonly Trouble[] {
    const condition = watch.refusal()
    return [
      ...(condition === null ? [] : [{ type: 'storage-refused', condition } as const]),
      ...repaired().filter(each => !dismissed.has(troubleKey(each))),
      ...reported,
    ]
  }

  /** Where there are others than were told. */
  function troubleChanges(): readonly Change[] {
    const next = troubles()
    if (JSON.stringify(next) === JSON.stringify(toldTroubles)) return []
    toldTroubles = next
    return [{ type: 'troubles.changed', troubles: next }]
  }

  const closed = (): Promise<never> => Promise.reject(storageFailed('The store is closed'))
  const read = <Value>(job: () => Promise<Value>): Promise<Value> => (closing === null ? queue.read(job) : closed())

  async function select(statement: Statement): Promise<readonly SqlRow[]> {
    const [rows = []] = await database.run([statement])
    return rows
  }

  const account = (id: AccountId): Account | null => file.content().accounts.find(each => each.id === id) ?? null

  return {
    apply: event => (closing === null ? queue.write(event) : closed()),
    onChanges(listener) {
      // A wrapper of its own: the same function may listen twice.
      const own = (changes: readonly Change[]): void => listener(changes)
      listeners.add(own)
      return () => listeners.delete(own)
    },
    onArrivals(listener) {
      const own = (messages: readonly Message[]): void => listener(messages)
      arrivalListeners.add(own)
      return () => arrivalListeners.delete(own)
    },
    troubles,
    reportTrouble(trouble) {
      reported = [...reported.filter(each => troubleKey(each) !== troubleKey(trouble)), trouble]
      tell(troubleChanges())
    },
    dismissTrouble(key) {
      dismissed.add(key)
      reported = reported.filter(each => troubleKey(each) !== key)
      tell(troubleChanges())
    },
    settings: () => file.content().settings,
    accounts: () => file.content().accounts,
    account,
    lastAccount: () => file.content().lastAccount,
    snapshots: () =>
      read(async () =>
        [...parts.memory.accounts].flatMap(([id, open]) => {
          const saved = account(id)
          return saved === null ? [] : [snapshotOf(saved, open)]
        }),
      ),
    contact: (id, address) =>
      read(async () => shownAccount(parts.memory, id)?.contacts.get(address as BareJid) ?? null),
    hasRequest: (id, address) => read(async () => shownAccount(parts.memory, id)?.requests.has(address) ?? false),
    rooms: id => read(async () => [...(shownAccount(parts.memory, id)?.rooms.values() ?? [])]),
    room: (id, address) => read(async () => shownAccount(parts.memory, id)?.rooms.get(address) ?? null),
    invitation: (id, room) => read(async () => shownAccount(parts.memory, id)?.invitations.get(room) ?? null),
    profile: (id, address) =>
      read(async () => shownAccount(parts.memory, id)?.profiles.get(address as BareJid) ?? null),
    profileFacts: (id, address) =>
      read(async () => {
        if (shownAccount(parts.memory, id) === null) return null
        const [row] = await select(selectFacts(id, address))
        return row === undefined ? null : factsOf(row)
      }),
    picture: disk.pictures.read,
    conversation: (id, peer) =>
      read(async () => shownAccount(parts.memory, id)?.conversations.get(peer) ?? emptyConversation(id, peer)),
    page: (id, peer, before, limit) =>
      read(async () => {
        if (shownAccount(parts.memory, id) === null) return { messages: [], hasMore: false }
        // One more than asked for tells whether there are more.
        const rows = await select(selectPage(id, peer, before, limit + 1))
        const messages = rows.slice(0, limit).map(row => messageOf(id, peer, row))
        return { messages: messages.reverse(), hasMore: rows.length > limit }
      }),
    pageFrom: (id, peer, from, limit) =>
      read(async () => {
        if (shownAccount(parts.memory, id) === null) return { messages: [], hasMore: false, hasNewer: false }
        const [rows = [], older = []] = await database.run([
          selectPageFrom(id, peer, from, limit + 1),
          selectPage(id, peer, from, 1),
        ])
        const messages = rows.slice(0, limit).map(row => messageOf(id, peer, row))
        return { messages, hasMore: older.length > 0, hasNewer: rows.length > limit }
      }),
    search: (id, text, options) =>
      read(async () => {
        const match = matchOf(text)
        if (match === null || shownAccount(parts.memory, id) === null) return { messages: [], total: 0 }
        const rows = await select(selectFound(id, match, options))
        return { messages: messagesOf(id, rows), total: Number(rows[0]?.total ?? 0) }
      }),
    message: (id, message) => read(async () => messagesOf(id, await select(selectMessage(id, message)))[0] ?? null),
    outbox: id => read(async () => messagesOf(id, await select(selectOutbox(id)))),
    delivery: (id, message) =>
      read(async () => {
        const [row] = await select(selectDelivery(id, message))
        return row === undefined ? [] : deliveryOf(row)
      }),
    hasWritten: (id, peer) => read(async () => (await select(selectHasWritten(id, peer))).length > 0),
    owedMarkers: id =>
      read(async () =>
        (await select(selectOwed(id))).map(row => ({
          peer: row.peer as BareJid,
          upTo: Number(row.place),
          id: String(row.stanza_id),
        })),
      ),
    resources: (id, peer) =>
      read(async () =>
        [
          ...(shownAccount(parts.memory, id)
            ?.resources.get(peer as BareJid)
            ?.keys() ?? []),
        ].reverse(),
      ),
    stream: id =>
      read(async () => {
        const [streams = [], messages = []] = await database.run([selectStream(id), selectUnacknowledged(id)])
        return streams[0] === undefined ? null : streamOf(streams[0], messages)
      }),
    bookmarks: id =>
      read(async () =>
        shownAccount(parts.memory, id) === null ? [] : bookmarksOf((await select(selectBookmarks(id)))[0]),
      ),
    rosterVersion: id => read(async () => rosterVersionOf((await select(selectRosterVersion(id)))[0])),
    archive: (id, room) => read(async () => archiveOf((await select(selectArchive(id, room)))[0])),
    history: (id, peer) => read(async () => historyOf((await select(selectHistory(id, peer)))[0])),
    transfer: (id, transfer) => read(async () => shownAccount(parts.memory, id)?.transfers.get(transfer) ?? null),
    releaseFiles: () =>
      read(async () => files.keepOnly(new Set((await select(selectUsedFiles)).map(row => usedName(row.used))))),
    close() {
      watch.dispose()
      closing ??= queue.idle().then(() => database.close())
      return closing
    },
  }
}
