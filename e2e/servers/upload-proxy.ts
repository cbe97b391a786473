/** An HTTPS proxy before the files of a real server: what passes is the server's, what goes wrong is the way. */
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer, request as httpsRequest } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import type { CertificateCase, Certificates } from './certificates.ts'

/** What happens to the next request of a method; those behind it pass. */
export type WayFault =
  /** The connection is cut when this share of the file has passed, 0 to 1. */
  | { readonly do: 'cut'; readonly after: number }
  /** Answered before the file is read; `closed` shuts the door at once, while more still comes. */
  | { readonly do: 'status'; readonly status: number; readonly closed?: boolean }
  /** Waits so many milliseconds before each piece. */
  | { readonly do: 'slow'; readonly wait: number }
  /** The server is shown a slot that it does not know (any more), and says so itself. */
  | { readonly do: 'expired' }

export interface UploadProxy extends AsyncDisposable {
  readonly port: number
  /** The port on 127.0.0.1 where the server has its files. */
  towards(port: number): void
  /** The certificate that new connections see. */
  show(use: CertificateCase): void
  /** For the next requests of the method, in turn. */
  spoil(method: 'PUT' | 'GET', ...faults: readonly WayFault[]): void
  /** What the server itself has answered, as `PUT 201`. */
  readonly answers: readonly string[]
}

export async function startUploadProxy(certificates: Certificates, use: CertificateCase): Promise<UploadProxy> {
  const faults: { readonly method: string; readonly fault: WayFault }[] = []
  const answers: string[] = []
  const sockets = new Set<Socket>()
  let target = 0

  const shown = (wanted: CertificateCase) => {
    const { keyFile, certificateText } = certificates.of(wanted)
    return { key: readFileSync(keyFile), cert: certificateText }
  }

  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '', headers, socket } = request
    const at = faults.findIndex(each => each.method === method)
    const fault = at === -1 ? null : (faults.splice(at, 1)[0]?.fault ?? null)
    if (fault?.do === 'status') return refuse(request, response, fault)
    const isExpired = fault?.do === 'expired'
    const onward = httpsRequest({
      ...{ host: '127.0.0.1', port: target, servername: certificates.domain, method },
      path: isExpired ? url.replace(/[^/]*\/[^/]*$/, 'gone/gone') : url,
      headers: {
        ...headers,
        ...(isExpired && 'authorization' in headers && { authorization: 'Bearer gone' }),
        // Prosody closes on the body of what it refuses: what is written into that takes its answer away from us.
        ...(isExpired && 'content-length' in headers && { 'content-length': '0' }),
      },
      // It is on this computer, and the test's own.
      rejectUnauthorized: false,
    })
    onward.on('error', () => socket.destroy())
    onward.once('response', (answer: IncomingMessage) => {
      answers.push(`${method} ${answer.statusCode}`)
      response.writeHead(answer.statusCode ?? 502, answer.rawHeaders)
      void carry(answer, response, method === 'GET' ? fault : null, socket)
    })
    if (isExpired) {
      onward.end()
      request.resume()
    } else await carry(request, onward, method === 'PUT' ? fault : null, socket)
  }

  const server = createServer({ ...shown(use) }, (request, response) => {
    request.on('error', () => {})
    response.on('error', () => {})
    pass(request, response).catch(() => request.socket.destroy())
  })
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.once('close', () => sockets.delete(socket))
  })
  server.on('tlsClientError', () => {})
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')

  return {
    port: (server.address() as AddressInfo).port,
    towards(port) {
      target = port
    },
    show: wanted => server.setSecureContext(shown(wanted)),
    spoil: (method, ...wanted) => void faults.push(...wanted.map(fault => ({ method, fault }))),
    answers,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      await new Promise(done => server.close(done))
    },
  }
}

function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  { status, closed = false }: WayFault & { readonly do: 'status' },
): void {
  response.writeHead(status, { Connection: 'close', 'Content-Length': '0' })
  if (closed) response.end(() => request.socket.destroySoon())
  else {
    response.end()
    request.resume()
  }
}

/** The body of a message, as far as it gets. */
async function carry(
  from: IncomingMessage,
  to: NodeJS.WritableStream,
  fault: WayFault | null,
  client: IncomingMessage['socket'],
): Promise<void> {
  const size = Number(from.headers['content-length'] ?? 0)
  const most = fault?.do === 'cut' ? Math.floor(size * fault.after) : Number.POSITIVE_INFINITY
  let passed = 0
  const end = (): void => {
    client.destroySoon()
    if ('destroy' in to && typeof to.destroy === 'function') to.destroy()
  }
  try {
    if (most === 0) return end()
    for await (const chunk of from as AsyncIterable<Buffer>) {
      if (fault?.do === 'slow') await pause(fault.wait)
      const piece = chunk.subarray(0, most - passed)
      passed += piece.length
      await new Promise(done => to.write(piece, done))
      if (passed < most) continue
      return end()
    }
    to.end()
  } catch {
    // One of the two has gone.
    client.destroy()
  }
}
