/** An HTTPS server that takes and gives files, or does to them what networks and servers do. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer as createClearServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import type { CertificateCase, Certificates } from './certificates.ts'

/** What happens to the next requests of a method; `serve` to all others. */
export type UploadBehaviour =
  | { readonly do: 'serve' }
  /** The connection is cut when this share of the body has passed, 0 to 1. */
  | { readonly do: 'cut'; readonly after: number }
  /** Answered so: before the body is read, or after it; `reset`: before, and what still comes meets a closed door. */
  | { readonly do: 'status'; readonly status: number; readonly early?: boolean | 'reset' }
  /** Nothing is answered, and nothing read. */
  | { readonly do: 'silent' }
  /** Nothing is read before that; then as ever. Of a PUT. */
  | { readonly do: 'hold'; readonly until: Promise<unknown> }
  | { readonly do: 'redirect'; readonly to: string }
  /** Bytes without an end, and without a word of how many. */
  | { readonly do: 'endless' }
  /** A size in the header that is not the body's. */
  | { readonly do: 'announce'; readonly size: number }
  /** Waits before each piece. */
  | { readonly do: 'slow'; readonly pause: number; readonly piece: number }

export interface UploadServer extends AsyncDisposable {
  readonly port: number
  /** `https://mired.org:PORT`. */
  readonly origin: string
  /** What lies there, by path; larger bodies than 1 MB only as their size and hash. */
  readonly files: Map<string, StoredFile>
  readonly requests: readonly SeenRequest[]
  /** For the next request of the method that has none yet. */
  behave(method: 'PUT' | 'GET', ...behaviours: readonly UploadBehaviour[]): void
  /** All connections, as a network that goes does it. */
  cut(): void
  /** Bytes that arrived of the body that is being sent. */
  received(): number
}

export interface StoredFile {
  readonly bytes: Uint8Array | null
  readonly size: number
  readonly sha256: string
}

export interface SeenRequest {
  readonly method: string
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly rawHeaders: readonly string[]
}

const mostKept = 1024 * 1024

export async function startUploadServer(options: {
  readonly domain?: string
  /** Null: without TLS. */
  readonly certificate: { readonly from: Certificates; readonly use: CertificateCase } | null
  /** Bytes that a slot was given for, by its path: it is taken once and as that; undefined: there is none. Anything when left out. */
  readonly announced?: (path: string) => number | undefined
}): Promise<UploadServer> {
  const { domain = 'mired.org', certificate } = options
  const files = new Map<string, StoredFile>()
  const requests: SeenRequest[] = []
  const behaviours: { readonly method: string; readonly behaviour: UploadBehaviour }[] = []
  const sockets = new Set<Socket>()
  let received = 0

  const next = (method: string): UploadBehaviour => {
    const at = behaviours.findIndex(each => each.method === method)
    return at === -1 ? { do: 'serve' } : (behaviours.splice(at, 1)[0]?.behaviour ?? { do: 'serve' })
  }

  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    const { method = '', url = '', headers, rawHeaders } = request
    requests.push({ method, path: url, headers, rawHeaders })
    request.on('error', () => {})
    response.on('error', () => {})
    const behaviour = next(method)
    if (method === 'PUT') take(request, response, behaviour)
    else give(request, response, behaviour).catch(() => request.socket.destroy())
  }

  function take(request: IncomingMessage, response: ServerResponse, behaviour: UploadBehaviour): void {
    const announced = Number(request.headers['content-length'] ?? 0)
    received = 0
    if (behaviour.do === 'silent') return
    if (behaviour.do === 'hold') return void behaviour.until.then(() => take(request, response, { do: 'serve' }))
    if (behaviour.do === 'status' && behaviour.early === 'reset') {
      response.writeHead(behaviour.status, { Connection: 'close', 'Content-Length': '0' })
      // The system resets a connection that is closed with bytes in it that nobody has read.
      response.end(() => request.socket.destroySoon())
      return
    }
    if (behaviour.do === 'status' && behaviour.early === true) {
      response.writeHead(behaviour.status, { Connection: 'close' }).end()
      request.resume()
      return
    }
    if (behaviour.do === 'redirect') {
      response.writeHead(307, { Location: behaviour.to }).end()
      // Else what it has not read would take the answer with it.
      request.resume()
      return
    }
    const limit = behaviour.do === 'cut' ? Math.floor(announced * behaviour.after) : Number.POSITIVE_INFINITY
    if (limit === 0) return void request.socket.destroy()
    const hash = createHash('sha256')
    const kept: Uint8Array[] = []
    request.on('data', (chunk: Uint8Array) => {
      received += chunk.length
      hash.update(chunk)
      if (received <= mostKept) kept.push(chunk)
      if (received >= limit) request.socket.destroy()
      if (behaviour.do !== 'slow') return
      request.pause()
      setTimeout(() => request.resume(), behaviour.pause)
    })
    request.on('end', () => {
      if (received >= limit) return
      if (behaviour.do === 'status') return void response.writeHead(behaviour.status).end('no')
      const expected = options.announced === undefined ? announced : options.announced(request.url ?? '')
      const isUsed = options.announced !== undefined && files.has(request.url ?? '')
      if (received !== expected || isUsed) return void response.writeHead(400).end()
      const bytes = received <= mostKept ? Buffer.concat(kept) : null
      files.set(request.url ?? '', { bytes, size: received, sha256: hash.digest('hex') })
      response.writeHead(201, { 'Content-Length': '0' }).end()
    })
  }

  async function give(request: IncomingMessage, response: ServerResponse, behaviour: UploadBehaviour): Promise<void> {
    if (behaviour.do === 'silent') return
    if (behaviour.do === 'status') return void response.writeHead(behaviour.status).end('<b>no</b>')
    if (behaviour.do === 'redirect') return void response.writeHead(302, { Location: behaviour.to }).end()
    if (behaviour.do === 'endless') {
      response.writeHead(200)
      const piece = Buffer.alloc(64 * 1024, 'x')
      while (!response.destroyed && !request.socket.destroyed) {
        if (response.write(piece)) continue
        const taken = Promise.withResolvers<void>()
        response.once('drain', taken.resolve)
        response.once('close', taken.resolve)
        await taken.promise
        response.off('drain', taken.resolve)
        response.off('close', taken.resolve)
      }
      return
    }
    const file = files.get(request.url ?? '')
    if (file === undefined || file.bytes === null) return void response.writeHead(404).end()
    const { bytes } = file
    // As Openfire: no type, no range.
    const size = behaviour.do === 'announce' ? behaviour.size : bytes.length
    response.writeHead(200, { 'Content-Length': String(size) })
    if (behaviour.do === 'cut') {
      if (behaviour.after > 0)
        await new Promise(done => response.write(bytes.subarray(0, Math.floor(bytes.length * behaviour.after)), done))
      request.socket.destroySoon()
      return
    }
    if (behaviour.do === 'slow') {
      for (let at = 0; at < bytes.length && !response.destroyed; at += behaviour.piece) {
        response.write(bytes.subarray(at, at + behaviour.piece))
        await new Promise(resolve => setTimeout(resolve, behaviour.pause))
      }
      response.end()
      return
    }
    response.end(bytes)
    if (behaviour.do === 'announce') response.once('finish', () => request.socket.destroySoon())
  }

  const server =
    certificate === null
      ? createClearServer(handle)
      : createServer(
          {
            key: readFileSync(certificate.from.of(certificate.use).keyFile),
            cert: certificate.from.of(certificate.use).certificateText,
          },
          handle,
        )
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.once('close', () => sockets.delete(socket))
  })
  server.on('tlsClientError', () => {})
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo

  return {
    port,
    origin: `${certificate === null ? 'http' : 'https'}://${domain}:${port}`,
    files,
    requests,
    behave(method, ...wanted) {
      behaviours.push(...wanted.map(behaviour => ({ method, behaviour })))
    },
    cut() {
      for (const socket of sockets) socket.destroy()
    },
    received: () => received,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      await new Promise(resolve => server.close(resolve))
    },
  }
}
