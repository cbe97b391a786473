import { randomUUID } from 'node:crypto'
import { basename } from 'node:path'
import type { AccountId, Peer } from '../../../shared/domain/address.ts'
import { AppError, type FailureCode, toFailure } from '../../../shared/domain/failure.ts'
import { type FileToken, mostAutomaticBytes, type SharedFile, type TransferId } from '../../../shared/domain/file.ts'
import type { MessageExtra, MessageId } from '../../../shared/domain/message.ts'
import type { Web } from '../../connection/web/web.ts'
import { fileAt } from '../../stanza/file/describe.ts'
import { cleanText } from '../../stanza/xml-text.ts'
import type { Store } from '../../store/store.ts'
import type { Slot } from '../../xmpp/upload/parse.ts'
import type { Upload } from '../../xmpp/upload/upload.ts'
import type { Emit, KeptTransfer } from '../events.ts'
import { type Clock, drop, type Log } from '../ports/index.ts'
import type { FileFolder } from './folder.ts'
import { bytesOf } from './look.ts'
import type { Staging } from './staging.ts'

/** Files on their way to the server: one at a time to each other end, so that they stay in their order. */
export interface Transfers {
  /** @throws AppError `no-upload-service`, `file-too-large`, `file-unreadable`: then nothing is sent */
  send(peer: Peer, tokens: readonly FileToken[], caption: string): Promise<readonly TransferId[]>
  retry(id: TransferId): Promise<void>
  cancel(id: TransferId): Promise<void>
  /** There is a connection: what waits begins. */
  begin(): void
  dispose(): void
}

/** Milliseconds between two changes that tell of progress. */
const pace = 200
/** What a network that is gone looks like. */
const ofNetwork: ReadonlySet<FailureCode> = new Set([
  ...(['network-lost', 'not-connected', 'timed-out', 'request-timed-out'] as const),
  ...(['dns-not-found', 'connection-refused'] as const),
])
const defaultType = 'application/octet-stream'

export function createTransfers(options: {
  readonly account: AccountId
  readonly store: Store
  readonly emit: Emit
  readonly upload: Upload
  readonly web: Web
  readonly folder: FileFolder
  readonly staging: Staging
  readonly isOnline: () => boolean
  /** As whom a message goes there, and whether it is a room. */
  readonly writtenAs: (peer: Peer) => Promise<{ readonly kind?: 'room'; readonly extra?: MessageExtra }>
  /** The outbox has something new. */
  readonly flush: () => void
  readonly clock: Clock
  readonly log: Log
}): Transfers {
  const { account, store, emit, upload, web, folder, staging, isOnline, writtenAs, flush, clock, log } = options
  const waiting: { readonly id: TransferId; readonly peer: Peer }[] = []
  const running = new Map<TransferId, { readonly peer: Peer; readonly controller: AbortController }>()
  /** Their files are there: what was pasted belongs to the message now, unless they are called off before it. */
  const placed = new Set<TransferId>()
  const cancelled = new Set<TransferId>()
  let disposed = false

  function next(): void {
    if (disposed || !isOnline()) return
    for (const each of [...waiting]) {
      if ([...running.values()].some(({ peer }) => peer === each.peer)) continue
      waiting.splice(waiting.indexOf(each), 1)
      const controller = new AbortController()
      running.set(each.id, { peer: each.peer, controller })
      drop(
        run(each.id, controller.signal).finally(() => {
          running.delete(each.id)
          next()
        }),
        log,
        'a transfer',
      )
    }
  }

  async function run(id: TransferId, signal: AbortSignal): Promise<void> {
    const kept = await store.transfer(account, id)
    if (kept === null || signal.aborted) return
    try {
      const url = await place(kept, signal)
      signal.throwIfAborted()
      placed.add(id)
      await finish(kept, url)
    } catch (error) {
      placed.delete(id)
      if (signal.aborted) return
      const failure = toFailure(error)
      log.info('a file was not sent', { code: failure.code })
      // The network is gone, and with it the connection: all that waits would fail one after the other.
      const waits = !isOnline() && ofNetwork.has(failure.code)
      if (waits) waiting.unshift({ id, peer: kept.transfer.peer })
      const phase = waits ? ({ type: 'waiting' } as const) : ({ type: 'failed', failure } as const)
      await emit({ type: 'transfer.changed', account, id, phase })
    }
  }

  /** A slot may have expired while we waited for others: a new one is asked for, once. */
  async function place(kept: KeptTransfer, signal: AbortSignal): Promise<URL> {
    try {
      return await put(kept, signal)
    } catch (error) {
      const { code, details } = toFailure(error)
      const isExpired =
        code === 'upload-refused' && ['400', '401', '403', '404', '410'].includes(details.condition ?? '')
      if (!isExpired || signal.aborted) throw error
      return put(kept, signal)
    }
  }

  async function put({ transfer, source, modified }: KeptTransfer, signal: AbortSignal): Promise<URL> {
    const { id, name, size } = transfer
    await emit({ type: 'transfer.changed', account, id, phase: { type: 'uploading', sent: 0 } })
    const mediaType = transfer.mediaType ?? defaultType
    const slot: Slot = await upload.slot({ name, size, mediaType })
    signal.throwIfAborted()
    let told = clock.now()
    await web.put({
      url: slot.put,
      headers: slot.headers,
      mediaType,
      body: { size, bytes: bytesOf(source, { size, modified }) },
      onSent(sent) {
        if (clock.now() - told < pace) return
        told = clock.now()
        drop(emit({ type: 'transfer.changed', account, id, phase: { type: 'uploading', sent } }), log, 'progress')
      },
      signal,
    })
    return slot.get
  }

  /** What was pasted becomes our copy of the message; of what was chosen and is small there is one, to be shown and opened. */
  async function finish({ transfer, source, isOwned }: KeptTransfer, url: URL): Promise<void> {
    const { id, peer, caption, name, kind, mediaType, width, height, size } = transfer
    const body = url.href
    const isSmall = size <= mostAutomaticBytes && (kind !== 'picture' || width !== null)
    const copy = isOwned ? basename(source) : isSmall ? await folder.copyOf(source).catch(() => null) : null
    const file: SharedFile = {
      ...{ name, kind, mediaType, width, height, size },
      host: fileAt(body)?.host ?? url.host,
      copy: copy as SharedFile['copy'],
    }
    const as = await writtenAs(peer)
    const time = clock.now()
    const message = (words: string, extra: MessageExtra) => ({
      ...{ account, id: randomUUID() as MessageId, peer, kind: as.kind, body: words, time },
      ...(Object.keys(extra).length > 0 && { extra }),
    })
    const words = cleanText(caption)
    const shared = message(body, { ...as.extra, file })
    await emit({
      type: 'transfer.sent',
      account,
      transfer: id,
      messages: [shared, ...(words.trim() === '' ? [] : [message(words, { ...as.extra })])],
    })
    if (copy !== null) {
      // Whichever came first, the message or that it was called off.
      if (cancelled.has(id) && (await store.message(account, shared.id)) === null) await folder.remove(copy)
      else folder.settled(copy)
    }
    flush()
  }

  return {
    async send(peer, tokens, caption) {
      const files = tokens.map(staging.find)
      const { available, maxBytes } = await upload.limits()
      if (available === false) throw new AppError('no-upload-service', 'there is no upload service')
      if (maxBytes !== null && files.some(({ size }) => size > maxBytes)) {
        throw new AppError('file-too-large', 'a file is too large', { limit: maxBytes })
      }
      const time = clock.now()
      const kept = files.map(({ facts, size, modified, path, isOwned }, index): KeptTransfer => {
        const id = randomUUID() as TransferId
        const said = index === files.length - 1 ? caption : ''
        const phase = { type: 'waiting' } as const
        return {
          transfer: { ...facts, account, id, peer, size, caption: said, time: time + index, phase },
          ...{ source: path, modified, isOwned },
        }
      })
      await Promise.all(kept.map(each => emit({ type: 'transfer.queued', account, kept: each })))
      for (const { source, isOwned } of kept) if (isOwned) folder.settled(basename(source))
      staging.release(tokens)
      waiting.push(...kept.map(({ transfer: { id } }) => ({ id, peer })))
      next()
      return kept.map(({ transfer: { id } }) => id)
    },
    async retry(id) {
      const kept = await store.transfer(account, id)
      if (kept === null || kept.transfer.phase.type !== 'failed') return
      await emit({ type: 'transfer.changed', account, id, phase: { type: 'waiting' } })
      waiting.push({ id, peer: kept.transfer.peer })
      next()
    },
    async cancel(id) {
      const kept = await store.transfer(account, id)
      const at = waiting.findIndex(each => each.id === id)
      if (at !== -1) waiting.splice(at, 1)
      cancelled.add(id)
      const isPlaced = placed.has(id)
      running.get(id)?.controller.abort(new AppError('download-cancelled', 'called off'))
      await emit({ type: 'transfer.removed', account, id })
      if (kept?.isOwned === true && !isPlaced) await folder.remove(basename(kept.source))
    },
    begin: next,
    dispose() {
      disposed = true
      waiting.length = 0
      for (const { controller } of running.values()) controller.abort(new AppError('network-lost', 'it is over'))
    },
  }
}
