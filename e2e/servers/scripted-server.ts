/**
 * A server that does what a test's script says, step by step, however bad: each connection runs the script once. What
 * a good server does at each step is in scripted-steps.ts.
 */
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import { StringDecoder } from 'node:string_decoder'
import { TLSSocket } from 'node:tls'
import type { ServerCertificate } from './certificates.ts'
import { type ClientElement, type ClientPiece, createSplitter } from './client-xml.ts'

export interface ScriptedConnection {
  /** 0 for the first connection to this server. */
  readonly index: number
  readonly encrypted: () => boolean
  /** The next thing that the client says. Rejects with `ConnectionClosed` when it says no more. */
  readonly next: () => Promise<ClientPiece>
  /** The same, where only a stream header, or only an element (of that name), is right; rejects for anything else. */
  readonly nextHeader: () => Promise<Extract<ClientPiece, { kind: 'header' }>>
  readonly nextElement: (name?: string) => Promise<ClientElement>
  readonly send: (bytes: string | Buffer) => void
  /** Sends one after the other, each when the client has taken in enough of those before. Rejects when it has gone. */
  readonly sendAll: (chunks: Iterable<string | Buffer>) => Promise<void>
  /** Sends in pieces of `size` bytes, each in a packet of its own. */
  readonly sendInPieces: (bytes: string | Buffer, size: number) => Promise<void>
  /** TLS from here on, as the server. */
  readonly upgrade: (certificate: ServerCertificate) => Promise<void>
  /** Says nothing until the client goes. */
  readonly silence: () => Promise<void>
  readonly end: () => void
  readonly reset: () => void
  /** Everything the client has said, deciphered. */
  readonly heard: () => string
  /** True while the client has not closed. */
  readonly open: () => boolean
  readonly closed: Promise<void>
}

export type Script = (connection: ScriptedConnection) => Promise<void>

export interface ScriptedServerOptions {
  readonly script: Script
  /** TLS from the first byte with this certificate. */
  readonly directTls?: ServerCertificate
  /** A port that is known to be free; any otherwise. */
  readonly port?: number
}

export interface ScriptedServer extends AsyncDisposable {
  readonly host: '127.0.0.1'
  readonly port: number
  readonly connections: readonly ScriptedConnection[]
  /** Waits for the connection of that number. */
  readonly connection: (index: number) => Promise<ScriptedConnection>
  /** What a script threw, but for clients that went. */
  readonly problems: readonly unknown[]
}

/** The client went while the script waited for it. */
export class ConnectionClosed extends Error {
  override readonly name = 'ConnectionClosed'
}

/** Starts a scripted server on 127.0.0.1. Disposing closes all connections, and throws what a script threw. */
export async function startScriptedServer(options: ScriptedServerOptions): Promise<ScriptedServer> {
  const connections: ScriptedConnection[] = []
  const problems: unknown[] = []
  const arrivals = new EventTarget()
  const server = createServer({ allowHalfOpen: true }, socket => {
    const connection = createConnection(socket, connections.length)
    connections.push(connection)
    arrivals.dispatchEvent(new Event('connection'))
    const run = async () => {
      if (options.directTls !== undefined) await connection.upgrade(options.directTls)
      await options.script(connection)
    }
    run().catch((error: unknown) => {
      if (error instanceof ConnectionClosed) connection.end()
      else {
        problems.push(error)
        connection.reset()
      }
    })
  })
  server.listen(options.port ?? 0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('scripted server: no port')
  return {
    host: '127.0.0.1',
    port: address.port,
    connections,
    connection: async index => {
      for (;;) {
        const found = connections[index]
        if (found !== undefined) return found
        await new Promise(resolve => arrivals.addEventListener('connection', resolve, { once: true }))
      }
    },
    problems,
    [Symbol.asyncDispose]: async () => {
      for (const connection of connections) connection.reset()
      server.close()
      await once(server, 'close')
      if (problems.length > 0) throw new AggregateError(problems, `script: ${problems.map(String).join('; ')}`)
    },
  }
}

function createConnection(raw: Socket, index: number): ScriptedConnection {
  let socket: Socket = raw
  let heard = ''
  let splitter = createSplitter()
  let decoder = new StringDecoder('utf8')
  const pieces: ClientPiece[] = []
  const waiting: { readonly resolve: (piece: ClientPiece) => void; readonly reject: (error: Error) => void }[] = []
  let over = false

  const hear = (chunk: Buffer) => {
    const text = decoder.write(chunk)
    heard += text
    for (const piece of splitter.write(text)) {
      const first = waiting.shift()
      if (first === undefined) pieces.push(piece)
      else first.resolve(piece)
    }
  }
  const finish = () => {
    over = true
    for (const one of waiting.splice(0)) one.reject(new ConnectionClosed('the client has gone'))
  }
  const listen = (to: Socket) => {
    to.setNoDelay()
    to.on('data', hear)
    to.on('end', finish)
    // The close that follows says all there is to say.
    to.on('error', () => undefined)
  }
  listen(raw)
  const closed = new Promise<void>(resolve => {
    raw.once('close', () => {
      finish()
      resolve()
    })
  })

  const next = () =>
    new Promise<ClientPiece>((resolve, reject) => {
      const piece = pieces.shift()
      if (piece !== undefined) resolve(piece)
      else if (over) reject(new ConnectionClosed('the client has gone'))
      else waiting.push({ resolve, reject })
    })
  const send = (bytes: string | Buffer) => void (socket.writable && socket.write(bytes))

  return {
    index,
    next,
    send,
    closed,
    encrypted: () => socket instanceof TLSSocket,
    nextHeader: async () => {
      const piece = await next()
      if (piece.kind !== 'header') throw new Error(`expected a stream header: ${inWords(piece)}`)
      return piece
    },
    nextElement: async name => {
      const piece = await next()
      if (piece.kind === 'end') throw new ConnectionClosed('the client has closed the stream')
      if (piece.kind !== 'element' || (name !== undefined && piece.name !== name)) {
        throw new Error(`expected ${name ?? 'an element'}: ${inWords(piece)}`)
      }
      return piece
    },
    sendAll: async chunks => {
      for (const chunk of chunks) {
        if (over || !socket.writable) throw new ConnectionClosed('the client has gone')
        if (socket.write(chunk)) continue
        await new Promise<void>(resolve => {
          socket.once('drain', resolve)
          void closed.then(resolve)
        })
      }
    },
    sendInPieces: async (bytes, size) => {
      const all = Buffer.from(bytes)
      for (let at = 0; at < all.length && !over; at += size) {
        send(all.subarray(at, at + size))
        // Once round the event loop: a packet of its own, even on loopback.
        await new Promise(resolve => setTimeout(resolve, 1))
      }
    },
    upgrade: async certificate => {
      // All in one go: what comes after `<proceed/>` is TLS and must reach nobody else.
      const [cert, key] = [readFileSync(certificate.certificateFile), readFileSync(certificate.keyFile)]
      raw.removeListener('data', hear)
      raw.removeListener('end', finish)
      splitter = createSplitter()
      decoder = new StringDecoder('utf8')
      const secure = new TLSSocket(raw, { isServer: true, cert, key })
      socket = secure
      listen(secure)
      await new Promise<void>((resolve, reject) => {
        const gone = () => reject(new ConnectionClosed('the client has refused the certificate or gone'))
        secure.once('secure', resolve)
        secure.once('error', gone)
        secure.once('close', gone)
      })
    },
    silence: () => closed,
    end: () => void socket.end(),
    reset: () => {
      raw.resetAndDestroy()
    },
    heard: () => heard,
    open: () => !over,
  }
}

function inWords(piece: ClientPiece): string {
  return piece.kind === 'end' ? '</stream:stream>' : piece.xml
}
