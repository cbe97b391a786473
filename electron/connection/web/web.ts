/**
 * Files over HTTP by the trust of an account: the same certificates, pins and override as its XMPP connection (design, 2).
 * HTTP/1.1 (RFC 9110, RFC 9112) on connections of our own, one for each request; no cookies, no cache, no proxy.
 */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { TrustedCertificate } from '../../../shared/domain/certificate.ts'
import type { ConnectionSettings } from '../../../shared/domain/connection.ts'
import { AppError, type FailureCode } from '../../../shared/domain/failure.ts'
import type { Clock, Log, Network } from '../../core/ports/index.ts'
import { lostConnection, type Place, timedOut } from '../failures.ts'
import { defaultLimits, type Limits } from '../limits.ts'
import { createRoots, type Roots } from '../roots.ts'
import { type Body, createStallWatch, exchange } from './exchange.ts'
import { openWeb } from './open.ts'

export interface WebPut {
  readonly url: URL
  readonly headers: readonly (readonly [string, string])[]
  readonly mediaType: string
  readonly body: Body
  readonly onSent: (bytes: number) => void
  readonly signal: AbortSignal
}

export interface WebGet {
  readonly url: URL
  /** Whether an address is our server's upload service: a private network may hold it. Asked anew for each redirect. */
  readonly isOwn: (url: URL) => Promise<boolean>
  /** `http:` may be used. */
  readonly mayBeClear: boolean
  /** Bytes that are taken at most, whatever is announced. */
  readonly most: number
  readonly onReceived: (bytes: number, size: number | null) => void
  readonly signal: AbortSignal
}

export interface Web {
  /**
   * Puts a file where a slot says.
   * @throws AppError as a sign-in has them; `file-too-large`, `upload-quota`; `upload-refused` with the status as its
   * condition; what the body throws
   */
  put(what: WebPut): Promise<void>
  /**
   * Fetches a file, following redirects; the bytes come as they arrive. Whoever stops taking them ends it.
   * @throws AppError as a sign-in has them; `link-insecure`, `link-private`, `download-gone`, `download-refused`,
   * `download-too-large`
   */
  get(what: WebGet): AsyncIterable<Uint8Array>
}

interface Answered {
  readonly answer: IncomingMessage
  readonly connection: Duplex
  /** Where the redirects have led. */
  readonly url: URL
}

const mostRedirects = 5
/** RFC 9110, 15.5.14 (something on the way may take less than the server has said), and RFC 4918, 11.5. */
const refusals: Readonly<Record<number, FailureCode>> = { 413: 'file-too-large', 507: 'upload-quota' }
const redirects: ReadonlySet<number | undefined> = new Set([301, 302, 303, 307, 308])

export function createWeb(options: {
  /** The account's XMPP domain. */
  readonly domain: string
  readonly settings: () => Pick<ConnectionSettings, 'host' | 'port' | 'directTls'>
  readonly pins: () => readonly TrustedCertificate[]
  readonly network: Network
  readonly clock: Clock
  readonly log: Log
  readonly limits?: Partial<Limits>
  /** The computer's when left out. */
  readonly roots?: () => Roots
}): Web {
  const { domain, settings, pins, network, clock, log } = options
  const limits = { ...defaultLimits, ...options.limits }
  let made: Roots | null = null
  const roots = options.roots ?? (() => (made ??= createRoots()))

  const open = (url: URL, isOwn: boolean, signal: AbortSignal) =>
    openWeb(url, { domain, settings: settings(), pins: pins(), roots, network, clock, limits, isOwn, signal })

  async function follow(what: WebGet): Promise<Answered> {
    let url = what.url
    for (let hop = 0; hop <= mostRedirects; hop++) {
      if (url.protocol !== 'https:' && !(url.protocol === 'http:' && what.mayBeClear)) {
        throw new AppError('link-insecure', 'a file without encryption', placeOf(url))
      }
      const connection = await open(url, await what.isOwn(url), what.signal)
      const how = { clock, stall: limits.stall, signal: what.signal, place: placeOf(url) }
      const ask = { method: 'GET', url, headers: [['Accept', '*/*']], body: null } as const
      const answer = await exchange(connection, ask, how)
      if (!redirects.has(answer.statusCode)) return { answer, connection, url }
      answer.destroy()
      connection.destroy()
      const { location = '' } = answer.headers
      const next = location === '' ? null : URL.parse(location, url.href)
      if (next === null || next.username !== '' || next.password !== '') throw refused('download-refused', answer, url)
      log.debug('a file lies elsewhere', { hop })
      url = next
    }
    throw new AppError('download-refused', 'too many redirects', { ...placeOf(what.url), condition: 'redirects' })
  }

  return {
    async put({ url, headers, mediaType, body, onSent, signal }) {
      const connection = await open(url, true, signal)
      const how = { clock, stall: limits.stall, signal, place: placeOf(url) }
      const all = [...headers, ['Content-Type', mediaType] as const]
      const answer = await exchange(connection, { method: 'PUT', url, headers: all, body, onSent }, how)
      answer.destroy()
      connection.destroy()
      // XEP-0363, 6: "201 means that the server is now ready to serve the file"; others say it with 200 and 204.
      const status = answer.statusCode ?? 0
      if (![200, 201, 204].includes(status)) throw refused(refusals[status] ?? 'upload-refused', answer, url)
    },

    async *get(what) {
      const { answer, connection, url } = await follow(what)
      const place = placeOf(url)
      try {
        if (answer.statusCode === 404 || answer.statusCode === 410) throw refused('download-gone', answer, url)
        const encoding = answer.headers['content-encoding'] ?? 'identity'
        if (answer.statusCode !== 200 || encoding !== 'identity') throw refused('download-refused', answer, url)
        const size = announced(answer)
        const tooLarge = new AppError('download-too-large', 'more than is taken', { ...place, limit: what.most })
        if (size !== null && size > what.most) throw tooLarge
        let received = 0
        what.onReceived(received, size)
        for await (const chunk of watched(answer, what.signal, place)) {
          received += chunk.length
          if (received > what.most) throw tooLarge
          what.onReceived(received, size)
          yield chunk
        }
        if (size !== null && received !== size) throw lostConnection(place)
      } finally {
        answer.destroy()
        connection.destroy()
      }
    },
  }

  async function* watched(answer: IncomingMessage, signal: AbortSignal, place: Place): AsyncGenerator<Uint8Array> {
    const end = (error: unknown): void => void answer.destroy(error instanceof Error ? error : new Error('called off'))
    const watch = createStallWatch(clock, limits.stall, () => end(timedOut(place, 'GET')))
    const abort = (): void => end(signal.reason)
    signal.addEventListener('abort', abort, { once: true })
    try {
      if (signal.aborted) abort()
      for await (const chunk of answer as AsyncIterable<Uint8Array>) {
        watch.alive()
        yield chunk
        watch.alive()
      }
    } catch (error) {
      if (signal.aborted) throw signal.reason
      throw error instanceof AppError ? error : lostConnection(place, error)
    } finally {
      watch.end()
      signal.removeEventListener('abort', abort)
    }
  }
}

/** Bytes by the header; null where it says nothing. */
function announced({ headers }: IncomingMessage): number | null {
  const text = headers['content-length']
  return text === undefined || headers['transfer-encoding'] !== undefined ? null : Number(text)
}

function refused(code: FailureCode, { statusCode = 0, statusMessage = '' }: IncomingMessage, url: URL): AppError {
  // The words are the server's: shown as text, and not many.
  const text = `${statusCode} ${statusMessage}`.trim().slice(0, 100)
  return new AppError(code, `HTTP ${statusCode}`, { ...placeOf(url), condition: String(statusCode), text })
}

function placeOf({ hostname, port, protocol }: URL): Place {
  return { domain: hostname, host: hostname, port: Number(port || (protocol === 'https:' ? 443 : 80)) }
}
