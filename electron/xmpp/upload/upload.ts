/**
 * XEP-0363: HTTP File Upload, version 1.2.0, https://xmpp.org/extensions/xep-0363.html
 * Supported: finding the services of the server, their limits, slots, also of the old namespace; several services. Left
 * out: the purposes of an upload. The bytes themselves go by `connection/web`.
 */
import type { BareJid, FullJid } from '../../../shared/domain/address.ts'
import { AppError, isConnectionLost } from '../../../shared/domain/failure.ts'
import type { UploadLimits } from '../../../shared/domain/file.ts'
import type { StanzaChannel } from '../../connection/session.ts'
import type { Clock, Log } from '../../core/ports/index.ts'
import type { DataForm } from '../../stanza/data-form.ts'
import { Element } from '../../stanza/element.ts'
import { isBareJid, prepareBareJid, splitJid } from '../../stanza/jid.ts'
import { buildSlotRequest, type SlotWish } from './build.ts'
import { parseRefusal, parseService, parseSlot, type Slot, type UploadService } from './parse.ts'

export interface Upload {
  /** What the server takes; asks it once on each stream. Never throws. */
  limits(): Promise<UploadLimits>
  /**
   * A place for one file.
   * @throws AppError `no-upload-service`, `file-too-large`, `upload-quota`, `upload-refused`, `upload-insecure`,
   * `request-timed-out`, `not-connected`, `network-lost`
   */
  slot(wish: SlotWish): Promise<Slot>
  /**
   * Whether an address is one of our server's own upload service, which a private network may hold, under any name or
   * number. Where no slot has told yet, one is asked for: it names the place.
   */
  isOwn(url: URL): Promise<boolean>
  /** The same, by what is known now. */
  isKnownOwn(url: URL): boolean
  dispose(): void
}

/** What it asks of service discovery (XEP-0030); null where there is no answer. */
interface Discovery {
  items(address: BareJid): Promise<readonly (BareJid | FullJid)[] | null>
  info(
    address: BareJid,
  ): Promise<{ readonly features: ReadonlySet<string>; readonly forms: readonly DataForm[] } | null>
}

interface Found extends UploadService {
  readonly address: BareJid
}

/** Services of a server that are looked at. */
const mostServices = 30
/** Milliseconds that services have to say what they are, once one has been found. */
const patience = 3000
/** Milliseconds. */
const slotLimit = 20_000
/** Milliseconds that a file waits to hear whether it lies with our server. */
const probeLimit = 10_000

export function createUpload(options: {
  readonly channel: StanzaChannel
  readonly discovery: Discovery
  /** What is sent and received can be read on the way: then a slot may be so, too. */
  readonly isInClear: () => boolean
  readonly clock: Clock
  readonly log: Log
}): Upload {
  const { channel, discovery, isInClear, clock, log } = options
  const server = prepareBareJid(splitJid(channel.account).domain)
  /** Origins of slots, as `https://mired.org:7443`; they are the server's word and hold for as long as we run. */
  const origins = new Set<string>()
  let known: Promise<readonly Found[]> | null = null
  let probed: Promise<void> | null = null

  function services(): Promise<readonly Found[]> {
    const asked = known ?? find()
    known = asked
    asked.catch(() => {
      if (known === asked) known = null
    })
    return asked
  }

  async function find(): Promise<readonly Found[]> {
    if (channel.address() === null) throw new AppError('not-connected', 'nobody to ask for an upload service')
    const items = (await discovery.items(server)) ?? []
    const candidates = [...new Set([...items.filter(isBareJid).filter(each => !each.includes('@')), server])]
    const found: Found[] = []
    const enough = Promise.withResolvers<void>()
    let callOff = (): void => {}
    const all = candidates.slice(0, mostServices).map(async address => {
      const info = await discovery.info(address)
      const service = info === null ? null : parseService(info)
      if (service === null) return
      found.push({ address, ...service })
      if (found.length === 1) callOff = clock.after(patience, enough.resolve)
    })
    try {
      // A component that is dead keeps nobody waiting who has another.
      await Promise.race([Promise.all(all), enough.promise])
    } finally {
      callOff()
    }
    return found
  }

  async function slot(wish: SlotWish): Promise<Slot> {
    const found = await services()
    if (found.length === 0) {
      throw new AppError('no-upload-service', 'the server has no upload service', { domain: server })
    }
    const fitting = found.filter(each => each.maxBytes === null || wish.size <= each.maxBytes)
    const service = fitting.toSorted((a, b) => (b.maxBytes ?? Infinity) - (a.maxBytes ?? Infinity))[0]
    if (service === undefined) {
      const limit = Math.max(...found.map(each => each.maxBytes ?? 0))
      throw new AppError('file-too-large', 'the file is too large for the server', { domain: server, limit })
    }
    const slot = await ask(service, wish)
    const isHttp = slot.put.protocol === 'http:' || slot.get.protocol === 'http:'
    // "`http:` slots are used only on an unencrypted session."
    if (isHttp && !isInClear()) throw new AppError('upload-insecure', 'a slot without encryption', { domain: server })
    for (const { origin } of [slot.put, slot.get]) origins.add(origin)
    probed ??= Promise.resolve()
    return slot
  }

  async function ask({ address, namespace }: Found, wish: SlotWish): Promise<Slot> {
    try {
      return parseSlot(await channel.request(buildSlotRequest(address, namespace, wish), { timeoutMs: slotLimit }))
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'refused-by-server') throw error
      const refusal = error.cause instanceof Element ? parseRefusal(error.cause, error) : error
      throw new AppError(refusal.code, refusal.message, { domain: server, ...refusal.details }, error)
    }
  }

  const isKnownOwn = (url: URL): boolean => origins.has(url.origin)

  /** Once on each stream: no file goes there, but the slot says where files lie. */
  function probe(): Promise<void> {
    const asked =
      probed ??
      slot({ name: 'centella.txt', size: 1, mediaType: 'text/plain' }).then(
        () => {},
        (error: unknown) => {
          if (isConnectionLost(error)) probed = null
          log.info('where files lie is not known', { error: error instanceof Error ? error.message : '' })
        },
      )
    probed = asked
    return asked
  }

  const end = channel.onOnline(() => {
    known = null
    probed = null
  })
  return {
    async limits() {
      try {
        const found = await services()
        const limits = found.map(each => each.maxBytes)
        const maxBytes = limits.length === 0 || limits.includes(null) ? null : Math.max(...limits.map(Number))
        return { available: found.length > 0, maxBytes }
      } catch {
        // There is no connection, or it has ended: nothing is known.
        return { available: null, maxBytes: null }
      }
    },
    slot,
    isKnownOwn,
    async isOwn(url) {
      if (isKnownOwn(url)) return true
      const silent = Promise.withResolvers<void>()
      const callOff = clock.after(probeLimit, silent.resolve)
      // Nobody to be asked: it is not known to be ours.
      await Promise.race([probe(), silent.promise])
      callOff()
      return isKnownOwn(url)
    },
    dispose: end,
  }
}
