import { randomBytes } from 'node:crypto'
import { afterEach, beforeAll, beforeEach, describe, expect, it, test } from 'vitest'
import { type CertificateCase, type Certificates, sharedCertificates } from '../../../e2e/servers/certificates.ts'
import { startUploadServer, type UploadBehaviour, type UploadServer } from '../../../e2e/servers/upload-server.ts'
import type { TrustedCertificate } from '../../../shared/domain/certificate.ts'
import { AppError } from '../../../shared/domain/failure.ts'
import { type Clock, type Network, silentLog, systemClock } from '../../core/ports/index.ts'
import { type SteppedClock, steppedClock } from '../../testing/stepped-clock.ts'
import { createNodeNetwork } from '../node-network.ts'
import { createRoots } from '../roots.ts'
import type { Body } from './exchange.ts'
import { createWeb } from './web.ts'

let certificates: Certificates
let server: UploadServer
let pins: TrustedCertificate[]
/** Names that resolve; all others do not. */
let names: Record<string, string>
let looked: string[]
let host: string | null

beforeAll(async () => {
  certificates = await sharedCertificates('mired.org')
})
beforeEach(async () => {
  pins = []
  names = {}
  looked = []
  host = '127.0.0.1'
  server = await startUploadServer({ certificate: { from: certificates, use: 'valid' } })
})
afterEach(() => server[Symbol.asyncDispose]())

const network = (): Network => ({
  ...createNodeNetwork(),
  async resolveAddress(name) {
    looked.push(name)
    const address = names[name]
    if (address === undefined) throw Object.assign(new Error('not found'), { code: 'ENOTFOUND' })
    return [address]
  },
})

const web = (limits: { readonly stall?: number } = {}, clock: Clock = systemClock) =>
  createWeb({
    domain: 'mired.org',
    settings: () => ({ host, port: 5222, directTls: false }),
    pins: () => pins,
    network: network(),
    clock,
    log: silentLog,
    limits,
    roots: () => createRoots([certificates.authority.text]),
  })

const bodyOf = (bytes: Uint8Array, piece = 64 * 1024): Body => ({
  size: bytes.length,
  bytes: (async function* () {
    for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece)
  })(),
})

async function put(
  body: Body,
  how: {
    readonly url?: string
    readonly signal?: AbortSignal
    readonly stall?: number
    readonly clock?: Clock
    readonly sent?: number[]
  } = {},
) {
  const { sent = [] } = how
  const failure = await web(how.stall === undefined ? {} : { stall: how.stall }, how.clock)
    .put({
      url: new URL(how.url ?? `${server.origin}/up/a%20b.txt?v=1`),
      headers: [
        ['Authorization', 'Basic QQ=='],
        ['Cookie', 'a=b'],
        ['cookie', 'c=d'],
      ],
      mediaType: 'text/plain',
      body,
      onSent: bytes => sent.push(bytes),
      signal: how.signal ?? new AbortController().signal,
    })
    .then(
      () => null,
      (error: unknown) => error,
    )
  return { failure, sent }
}

async function get(
  path: string,
  how: {
    readonly own?: boolean
    readonly most?: number
    readonly mayBeClear?: boolean
    readonly stall?: number
    readonly signal?: AbortSignal
  } = {},
) {
  const received: [number, number | null][] = []
  const chunks: Uint8Array[] = []
  try {
    const bytes = web(how.stall === undefined ? {} : { stall: how.stall }).get({
      url: new URL(path, server.origin),
      isOwn: async url => (how.own ?? true) && url.hostname === 'mired.org',
      mayBeClear: how.mayBeClear ?? false,
      most: how.most ?? 1_000_000,
      onReceived: (count, size) => received.push([count, size]),
      signal: how.signal ?? new AbortController().signal,
    })
    for await (const chunk of bytes) chunks.push(chunk)
    return { bytes: Buffer.concat(chunks), received, failure: null }
  } catch (failure) {
    return { bytes: Buffer.concat(chunks), received, failure }
  }
}

function store(path: string, bytes: Uint8Array): void {
  server.files.set(path, { bytes, size: bytes.length, sha256: '' })
}

async function useCertificate(use: CertificateCase): Promise<void> {
  await server[Symbol.asyncDispose]()
  server = await startUploadServer({ certificate: { from: certificates, use } })
}

describe('putting', () => {
  it('sends all of it, with the headers of the slot, to a name that does not resolve', async () => {
    const bytes = randomBytes(300_000)
    const { failure, sent } = await put(bodyOf(bytes))
    expect(failure).toBeNull()
    expect(server.files.get('/up/a%20b.txt?v=1')?.bytes).toEqual(bytes)
    const [seen] = server.requests
    // SNI and certificate name were the URL's, too, or the handshake had failed.
    expect(seen?.headers).toMatchObject({
      host: `mired.org:${server.port}`,
      authorization: 'Basic QQ==',
      cookie: 'a=b; c=d',
      'content-type': 'text/plain',
      'content-length': '300000',
    })
    expect(seen?.headers).not.toHaveProperty('user-agent')
    expect(sent.at(-1)).toBe(300_000)
    expect(looked).toEqual(['mired.org'])
  })

  it('nothing at all is a file, too', async () => {
    expect((await put(bodyOf(Buffer.alloc(0)))).failure).toBeNull()
    expect(server.files.get('/up/a%20b.txt?v=1')).toMatchObject({ size: 0 })
  })

  it.each([
    [{ do: 'cut', after: 0 }, 'network-lost'],
    [{ do: 'cut', after: 0.5 }, 'network-lost'],
    [{ do: 'cut', after: 0.99 }, 'network-lost'],
    [{ do: 'status', status: 403 }, 'upload-refused'],
    [{ do: 'status', status: 413 }, 'file-too-large'],
    [{ do: 'status', status: 413, early: true }, 'file-too-large'],
    [{ do: 'status', status: 500 }, 'upload-refused'],
    [{ do: 'redirect', to: 'https://elsewhere.example/' }, 'upload-refused'],
  ] as const satisfies readonly (readonly [UploadBehaviour, string])[])('%j: %s', async (behaviour, code) => {
    server.behave('PUT', behaviour)
    const { failure } = await put(bodyOf(randomBytes(2_000_000)))
    expect(failure).toMatchObject({ code })
    if (behaviour.do === 'status') {
      expect(failure).toMatchObject({ details: { host: 'mired.org', condition: String(behaviour.status) } })
    }
    expect(server.files.size).toBe(0)
  })

  it('a server that takes nothing is given up, and what it has not taken is not read', async () => {
    server.behave('PUT', { do: 'silent' })
    let read = 0
    const piece = Buffer.alloc(256 * 1024)
    const body: Body = {
      size: 400 * piece.length,
      bytes: (async function* () {
        for (let each = 0; each < 400; each++) {
          read += piece.length
          yield piece
        }
      })(),
    }
    expect((await put(body, { stall: 300 })).failure).toMatchObject({ code: 'timed-out' })
    // What the two kernels hold between them.
    expect(read).toBeLessThan(30_000_000)
  })

  it('a slow one is not given up', async () => {
    server.behave('PUT', { do: 'slow', pause: 20, piece: 0 })
    expect((await put(bodyOf(randomBytes(300_000)), { stall: 5000 })).failure).toBeNull()
  })

  it('a slow network may bring for long what the systems have taken at once', async () => {
    // No more than they hold.
    const bytes = randomBytes(1_500_000)
    for (const [passed, code] of [
      [2, null],
      [3, 'timed-out'],
    ] as const) {
      const gate = Promise.withResolvers<void>()
      server.behave('PUT', { do: 'hold', until: gate.promise })
      const [clock, sent]: [SteppedClock, number[]] = [steppedClock(Date.now()), []]
      const going = put(bodyOf(bytes), { stall: 1000, clock, sent })
      await expect.poll(() => sent.at(-1), { timeout: 60_000 }).toBe(bytes.length)
      clock.pass(passed * 1000)
      if (code === null) gate.resolve()
      expect((await going).failure).toEqual(code === null ? null : expect.objectContaining({ code }))
      gate.resolve()
    }
  })

  it('is called off', async () => {
    server.behave('PUT', { do: 'silent' })
    const controller = new AbortController()
    const going = put(bodyOf(randomBytes(20_000_000)), { signal: controller.signal })
    await expect.poll(() => server.requests.length).toBe(1)
    const reason = new AppError('download-cancelled', 'no more')
    controller.abort(reason)
    expect((await going).failure).toBe(reason)
  })

  it('fails as the file does', async () => {
    const changed = new AppError('file-changed', 'it has changed')
    const body: Body = {
      size: 10,
      // biome-ignore lint/correctness/useYield: it breaks before the first.
      bytes: (async function* () {
        throw changed
      })(),
    }
    expect((await put(body)).failure).toBe(changed)
  })

  it('nobody there', async () => {
    const gone = server.origin
    await server[Symbol.asyncDispose]()
    expect((await put(bodyOf(randomBytes(5)), { url: `${gone}/x` })).failure).toMatchObject({
      code: 'connection-refused',
    })
    server = await startUploadServer({ certificate: { from: certificates, use: 'valid' } })
  })
})

describe('the certificate', () => {
  const small = () => put(bodyOf(randomBytes(5)))

  it.each([
    ['self-signed', 'certificate-self-signed', ['self-signed']],
    ['self-signed-wrong-name', 'certificate-self-signed', ['self-signed', 'wrong-name']],
    ['wrong-name', 'certificate-wrong-name', ['wrong-name']],
    ['expired', 'certificate-expired', ['expired']],
    ['unknown-ca', 'certificate-unknown-issuer', ['unknown-issuer']],
    // A check against the address that was connected to would pass it.
    ['address-only', 'certificate-wrong-name', ['wrong-name']],
  ] as const)('%s stops before anything is sent; pinned as it was shown, it goes on', async (use, code, reasons) => {
    await useCertificate(use)
    const { failure } = await small()
    expect(failure).toMatchObject({ code, details: { certificate: { domain: 'mired.org', reasons } } })
    expect(server.requests).toEqual([])
    const report = failure instanceof AppError ? failure.details.certificate : undefined
    if (report === undefined) throw new Error('no report')
    pins = [{ ...report, trustedAt: 1 }]
    expect((await small()).failure).toBeNull()
    pins = [{ ...report, trustedAt: 1, fingerprint: 'AA' }]
    expect((await small()).failure).toMatchObject({ code: 'certificate-changed' })
  })

  it('the pin of the domain serves names below it, and the host that our server has named; no other', async () => {
    await useCertificate('self-signed')
    const { failure } = await small()
    const report = failure instanceof AppError ? failure.details.certificate : undefined
    if (report === undefined) throw new Error('no report')
    pins = [{ ...report, trustedAt: 1 }]
    names = { 'files.example': '127.0.0.1' }
    const at = (name: string) => `https://${name}:${server.port}/x`
    expect((await put(bodyOf(randomBytes(5)), { url: at('upload.mired.org') })).failure).toBeNull()
    expect((await put(bodyOf(randomBytes(5)), { url: at('files.example') })).failure).toBeNull()
    // Fetched from where nobody of ours has named: private, whatever is pinned.
    expect((await get(at('files.example'))).failure).toMatchObject({ code: 'link-private' })
    pins = [{ ...report, trustedAt: 1, reasons: ['wrong-name'] }]
    expect((await put(bodyOf(randomBytes(5)), { url: at('files.example') })).failure).toMatchObject({
      code: 'certificate-self-signed',
      details: { certificate: { domain: 'files.example', previousFingerprint: null } },
    })
  })
})

describe('the way there', () => {
  it('a name that resolves is followed, override or not', async () => {
    names = { 'mired.org': '127.0.0.1' }
    host = '203.0.113.7'
    expect((await put(bodyOf(randomBytes(5)))).failure).toBeNull()
  })

  it('the override serves no other name, and without one there is none', async () => {
    expect(
      (await put(bodyOf(randomBytes(5)), { url: `https://evilmired.org:${server.port}/x` })).failure,
    ).toMatchObject({
      code: 'dns-not-found',
      details: { host: 'evilmired.org' },
    })
    host = null
    expect((await put(bodyOf(randomBytes(5)))).failure).toMatchObject({ code: 'dns-not-found' })
  })

  it('an override by name is looked up', async () => {
    host = 'servidor.lan'
    names = { 'servidor.lan': '127.0.0.1' }
    expect((await put(bodyOf(randomBytes(5)))).failure).toBeNull()
  })
})

describe('fetching', () => {
  it('brings what lies there, and says how far it is', async () => {
    const bytes = randomBytes(500_000)
    store('/a', bytes)
    const got = await get('/a')
    expect(got.failure).toBeNull()
    expect(got.bytes.equals(bytes)).toBe(true)
    expect(got.received[0]).toEqual([0, 500_000])
    expect(got.received.at(-1)).toEqual([500_000, 500_000])
    expect(server.requests[0]?.headers).not.toHaveProperty('authorization')
  })

  it('nothing at all is a file, too', async () => {
    store('/a', Buffer.alloc(0))
    expect(await get('/a')).toMatchObject({ failure: null, bytes: Buffer.alloc(0) })
  })

  it.each([
    [{ do: 'status', status: 404 }, 'download-gone'],
    [{ do: 'status', status: 410 }, 'download-gone'],
    [{ do: 'status', status: 403 }, 'download-refused'],
    [{ do: 'status', status: 500 }, 'download-refused'],
    [{ do: 'status', status: 206 }, 'download-refused'],
    [{ do: 'cut', after: 0 }, 'network-lost'],
    [{ do: 'cut', after: 0.5 }, 'network-lost'],
    [{ do: 'cut', after: 0.99 }, 'network-lost'],
    [{ do: 'announce', size: 900_000 }, 'network-lost'],
    [{ do: 'announce', size: 2_000_000 }, 'download-too-large'],
    [{ do: 'endless' }, 'download-too-large'],
    [{ do: 'redirect', to: '' }, 'download-refused'],
    [{ do: 'redirect', to: 'https://a:b@mired.org/' }, 'download-refused'],
    [{ do: 'redirect', to: 'http://mired.org/' }, 'link-insecure'],
    [{ do: 'redirect', to: 'file:///etc/passwd' }, 'link-insecure'],
    [{ do: 'redirect', to: 'https://127.0.0.1/' }, 'link-private'],
    [{ do: 'redirect', to: 'https://[::1]/' }, 'link-private'],
    [{ do: 'redirect', to: 'https://[::ffff:10.0.0.1]/' }, 'link-private'],
    [{ do: 'redirect', to: 'https://0x7f000001/' }, 'link-private'],
    [{ do: 'redirect', to: 'https://169.254.169.254/latest' }, 'link-private'],
  ] as const satisfies readonly (readonly [UploadBehaviour, string])[])('%j: %s', async (behaviour, code) => {
    store('/a', randomBytes(500_000))
    server.behave('GET', behaviour)
    expect((await get('/a')).failure).toMatchObject({ code })
  })

  it('what has no end is bounded', async () => {
    server.behave('GET', { do: 'endless' })
    const { bytes, failure } = await get('/a', { most: 300_000 })
    expect(failure).toMatchObject({ code: 'download-too-large', details: { limit: 300_000 } })
    expect(bytes.length).toBeLessThanOrEqual(300_000)
  })

  it('redirects are followed, five', async () => {
    store('/a', Buffer.from('here'))
    const to = (count: number) => Array.from({ length: count }, () => ({ do: 'redirect', to: '/a' }) as const)
    server.behave('GET', ...to(5))
    expect((await get('/b')).bytes.toString()).toBe('here')
    server.behave('GET', ...to(6))
    expect((await get('/b')).failure).toMatchObject({ code: 'download-refused' })
  })

  it('a private address that is not ours is refused, by name too, and nothing goes there', async () => {
    store('/a', Buffer.from('here'))
    expect((await get('/a', { own: false })).failure).toMatchObject({ code: 'link-private' })
    names = { 'nice.example': '127.0.0.1' }
    expect((await get(`https://nice.example:${server.port}/a`)).failure).toMatchObject({ code: 'link-private' })
    expect((await get(`https://127.0.0.1:${server.port}/a`)).failure).toMatchObject({ code: 'link-private' })
    expect(server.requests).toEqual([])
  })

  it('a server that falls silent is given up', async () => {
    server.behave('GET', { do: 'silent' })
    expect((await get('/a', { stall: 200 })).failure).toMatchObject({ code: 'timed-out' })
    store('/a', randomBytes(1000))
    server.behave('GET', { do: 'slow', piece: 500, pause: 60_000 })
    expect((await get('/a', { stall: 200 })).failure).toMatchObject({ code: 'timed-out' })
  })

  it('is called off', async () => {
    store('/a', randomBytes(1000))
    server.behave('GET', { do: 'slow', piece: 500, pause: 60_000 })
    const controller = new AbortController()
    const going = get('/a', { signal: controller.signal })
    await expect.poll(() => server.requests.length).toBe(1)
    const reason = new AppError('download-cancelled', 'no more')
    controller.abort(reason)
    expect((await going).failure).toBe(reason)
  })
})

test('without encryption only where the session has none', async () => {
  await using clear = await startUploadServer({ certificate: null })
  clear.files.set('/a', { bytes: Buffer.from('here'), size: 4, sha256: '' })
  expect((await get(`${clear.origin}/a`)).failure).toMatchObject({ code: 'link-insecure' })
  expect((await get(`${clear.origin}/a`, { mayBeClear: true })).bytes.toString()).toBe('here')
})
