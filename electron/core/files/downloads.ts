import type { AccountId, Peer } from '../../../shared/domain/address.ts'
import { AppError, toFailure } from '../../../shared/domain/failure.ts'
import { type FileCopy, mostAutomaticBytes, mostDownloadBytes, type SharedFile } from '../../../shared/domain/file.ts'
import type { Message, MessageId } from '../../../shared/domain/message.ts'
import type { Web } from '../../connection/web/web.ts'
import { fileUrl } from '../../stanza/file/describe.ts'
import type { Store } from '../../store/store.ts'
import type { Upload } from '../../xmpp/upload/upload.ts'
import type { Emit } from '../events.ts'
import { type Clock, drop, type Log } from '../ports/index.ts'
import type { FileFolder } from './folder.ts'
import { lookAt } from './look.ts'

/** Files of messages, fetched to our own folder. */
export interface Downloads {
  /** Resolves when it is here. @throws AppError what the web says, `file-missing` where the message is no file */
  fetch(message: MessageId): Promise<void>
  cancel(message: MessageId): Promise<void>
  /** Messages have come, or are looked at: small pictures of somebody we know are fetched by themselves, each tried once. */
  seen(messages: readonly Message[]): void
  dispose(): void
}

/** Milliseconds between two changes that tell of progress. */
const pace = 200
/** Pictures that are fetched by themselves at once. */
const mostAtOnce = 4

export function createDownloads(options: {
  readonly account: AccountId
  readonly store: Store
  readonly emit: Emit
  readonly upload: Upload
  readonly web: Web
  readonly folder: FileFolder
  /** What is sent and received can be read on the way: then a file may be so, too. */
  readonly isInClear: () => boolean
  /** Whose pictures are fetched without a click. */
  readonly isKnown: (peer: Peer) => Promise<boolean>
  readonly clock: Clock
  readonly log: Log
}): Downloads {
  const { account, store, emit, upload, web, folder, isInClear, isKnown, clock, log } = options
  const running = new Map<
    MessageId,
    { readonly done: Promise<void>; readonly isQuiet: boolean; readonly controller: AbortController }
  >()
  let automatic = 0
  /** Pictures that are yet to be fetched by themselves, and those of which nothing came. */
  const wanted = new Map<MessageId, Message>()
  const tried = new Set<MessageId>()
  let disposed = false

  function start(id: MessageId, most: number, isQuiet: boolean): Promise<void> {
    const before = running.get(id)
    if (before !== undefined) return before.done
    const controller = new AbortController()
    const done = run(id, most, isQuiet, controller.signal).finally(() => running.delete(id))
    running.set(id, { done, isQuiet, controller })
    return done
  }

  async function run(id: MessageId, most: number, isQuiet: boolean, signal: AbortSignal): Promise<void> {
    const message = await store.message(account, id)
    const url = message === null ? null : fileUrl(message.body)
    if (message?.file === undefined || url === null) throw new AppError('file-missing', 'the message is no file')
    if (message.file.copy !== null) return
    let copy: FileCopy | null = null
    try {
      copy = await folder.write(progress(id, url, most, isQuiet, signal))
      const seen = await lookAt(folder.path(copy), message.file.name)
      const file: SharedFile = { ...seen.facts, size: seen.size, host: message.file.host, copy }
      signal.throwIfAborted()
      await emit({ type: 'file.kept', account, message: id, file })
      folder.settled(copy)
    } catch (error) {
      if (copy !== null) await folder.remove(copy)
      const failure = toFailure(error)
      log.info('a file was not fetched', { code: failure.code })
      // Nobody has asked for it: it waits for a click.
      if (isQuiet || signal.aborted) await emit({ type: 'download.removed', account, message: id })
      else
        await emit({ type: 'download.changed', account, download: { message: id, phase: { type: 'failed', failure } } })
      throw error
    }
  }

  async function* progress(
    id: MessageId,
    url: URL,
    most: number,
    isQuiet: boolean,
    signal: AbortSignal,
  ): AsyncGenerator<Uint8Array> {
    let told = Number.NEGATIVE_INFINITY
    yield* web.get({
      url,
      async isOwn(place) {
        const isOwn = await upload.isOwn(place)
        // "Pictures are fetched by themselves only from our own upload service": nor from where it leads.
        if (isQuiet && !isOwn) throw new AppError('download-refused', 'it lies elsewhere')
        return isOwn
      },
      mayBeClear: isInClear(),
      most,
      onReceived(received, size) {
        if (isQuiet || clock.now() - told < pace) return
        told = clock.now()
        const phase = { type: 'downloading', received, size } as const
        drop(emit({ type: 'download.changed', account, download: { message: id, phase } }), log, 'progress')
      },
      signal,
    })
  }

  function fetchNext(): void {
    const [next] = wanted.values()
    if (disposed || next === undefined || automatic >= mostAtOnce) return
    wanted.delete(next.id)
    automatic += 1
    const done = fetchByItself(next).finally(() => {
      automatic -= 1
      fetchNext()
    })
    drop(done, log, 'a picture')
  }

  async function fetchByItself({ id, peer, body }: Message): Promise<void> {
    const url = fileUrl(body)
    try {
      if (url === null || !(await isKnown(peer)) || !(await upload.isOwn(url)) || disposed) return
      tried.add(id)
      await start(id, mostAutomaticBytes, true)
    } catch (error) {
      log.debug('a picture was not fetched', { code: toFailure(error).code })
    }
  }

  return {
    async fetch(id) {
      // One that nobody has asked for tells nothing, and takes less.
      const before = running.get(id)
      if (before?.isQuiet === true) {
        before.controller.abort(new AppError('download-cancelled', 'somebody asks for it'))
        await before.done.catch(() => {})
      }
      await start(id, mostDownloadBytes, false)
    },
    async cancel(id) {
      const going = running.get(id)
      going?.controller.abort(new AppError('download-cancelled', 'called off'))
      await going?.done.catch(() => {})
      await emit({ type: 'download.removed', account, message: id })
    },
    seen(messages) {
      // The newest first: they are in sight.
      for (const message of messages.toReversed()) {
        if (message.file?.kind !== 'picture' || message.file.copy !== null || tried.has(message.id)) continue
        wanted.set(message.id, message)
        fetchNext()
      }
    },
    dispose() {
      disposed = true
      wanted.clear()
      for (const { controller } of running.values()) controller.abort(new AppError('network-lost', 'it is over'))
    },
  }
}
