/** A TCP proxy between a client and a server that sees, keeps and spoils what passes. */
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

export interface ProxyTarget {
  readonly host: string
  readonly port: number
}

export interface ProxyOptions {
  readonly target: ProxyTarget
  /** Takes STARTTLS out of the server's features, as an attacker on the way would. */
  readonly stripStartTls?: boolean
  /** Put behind the server's `<proceed/>`, in the same packet (CVE-2011-0411 the other way round). */
  readonly injectAfterProceed?: string
  /** Milliseconds by which everything is late, both ways. */
  readonly delay?: number
  /** The last word on what the server says, each chunk of bytes; after the options above. */
  readonly fromServer?: (chunk: Buffer, connection: ProxyConnection) => Buffer
  readonly fromClient?: (chunk: Buffer, connection: ProxyConnection) => Buffer
}

export interface ProxyConnection {
  /** Everything the client has sent and everything it was given, in order. */
  readonly sent: () => Buffer
  readonly received: () => Buffer
  /** What the client sent before the first byte of TLS (all of it when there was no TLS). */
  readonly sentInClear: () => string
  readonly open: () => boolean
  /** Sends bytes to the client, or to the server, that the other never sent. */
  readonly injectToClient: (bytes: string | Buffer) => void
  readonly injectToServer: (bytes: string | Buffer) => void
  /** A reset on both sides. */
  readonly cut: () => void
  /** The end of what the server sends (FIN), while the client may still write. */
  readonly endServerSide: () => void
  readonly closed: Promise<void>
}

export interface Proxy extends AsyncDisposable {
  readonly host: '127.0.0.1'
  readonly port: number
  /** One per connection that a client has made, the first one first. */
  readonly connections: readonly ProxyConnection[]
  /** The connection number `index` (from 0), when it has been made. */
  readonly connection: (index: number) => Promise<ProxyConnection>
  /** Cuts all that are open. */
  readonly cutAll: () => void
  /** Nothing passes any more, either way, and nothing closes: a network that has died. Until `resume`. */
  readonly stall: () => void
  readonly resume: () => void
  /** New connections are refused, as where no program listens; `admit` on the same port again. */
  readonly refuse: () => void
  readonly admit: () => Promise<void>
}

/** Starts a proxy on a free port of 127.0.0.1. */
export async function startProxy(options: ProxyOptions): Promise<Proxy> {
  const connections: ProxyConnection[] = []
  const arrivals = new EventTarget()
  let stalled = false
  const waiting: (() => void)[] = []
  const whenFlowing = (action: () => void) => void (stalled ? waiting.push(action) : action())
  const later = (action: () => void) => {
    if (options.delay === undefined) whenFlowing(action)
    else setTimeout(() => whenFlowing(action), options.delay)
  }

  const server = createServer({ allowHalfOpen: true }, client => {
    client.on('error', () => undefined)
    const upstream = connect({ ...options.target, allowHalfOpen: true })
    client.setNoDelay()
    upstream.setNoDelay()
    connections.push(join(client, upstream, options, later))
    arrivals.dispatchEvent(new Event('connection'))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('proxy: no port')

  const cutAll = () => {
    for (const connection of connections) connection.cut()
  }
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
    cutAll,
    stall: () => {
      stalled = true
    },
    resume: () => {
      stalled = false
      for (const action of waiting.splice(0)) action()
    },
    refuse: () => void server.close(),
    admit: async () => {
      server.listen(address.port, '127.0.0.1')
      await once(server, 'listening')
    },
    [Symbol.asyncDispose]: async () => {
      cutAll()
      if (server.listening) server.close()
      await Promise.all(connections.map(one => one.closed))
    },
  }
}

function join(client: Socket, upstream: Socket, options: ProxyOptions, later: (action: () => void) => void) {
  const sent: Buffer[] = []
  const received: Buffer[] = []
  const strip = options.stripStartTls === true ? stripper() : (chunk: Buffer) => chunk
  const closed = Promise.all([closing(client), closing(upstream)]).then(() => undefined)

  const toClient = (bytes: Buffer) => {
    if (bytes.length === 0) return
    received.push(bytes)
    if (client.writable) client.write(bytes)
  }
  const connection: ProxyConnection = {
    sent: () => Buffer.concat(sent),
    received: () => Buffer.concat(received),
    sentInClear: () => beforeTls(Buffer.concat(sent)),
    open: () => !client.destroyed,
    injectToClient: bytes => toClient(Buffer.from(bytes)),
    injectToServer: bytes => void upstream.write(bytes),
    cut: () => {
      reset(client)
      reset(upstream)
    },
    endServerSide: () => void client.end(),
    closed,
  }
  client.on('data', (chunk: Buffer) => {
    sent.push(chunk)
    later(() => void (upstream.writable && upstream.write(options.fromClient?.(chunk, connection) ?? chunk)))
  })
  upstream.on('data', (chunk: Buffer) => {
    let bytes = strip(chunk)
    if (options.injectAfterProceed !== undefined) bytes = behindProceed(bytes, options.injectAfterProceed)
    later(() => toClient(options.fromServer?.(bytes, connection) ?? bytes))
  })
  client.on('end', () => later(() => upstream.end()))
  upstream.on('end', () => later(() => client.end()))
  upstream.on('error', () => reset(client))
  client.on('close', () => upstream.destroy())
  upstream.on('close', () => later(() => client.destroy()))
  return connection
}

/** A reset; one that is closing already cannot be reset (EINVAL) and would never say `close`. */
function reset(socket: Socket): void {
  socket.resetAndDestroy()
  socket.destroy()
}

function closing(socket: Socket): Promise<void> {
  return new Promise(resolve => socket.once('close', () => resolve()))
}

/** Holds the features back until they are whole, and lets them go without STARTTLS. */
function stripper(): (chunk: Buffer) => Buffer {
  let held = ''
  let done = false
  return chunk => {
    if (done) return chunk
    held += chunk.toString('latin1')
    const end = '</stream:features>'
    if (!held.includes(end)) return Buffer.alloc(0)
    done = true
    const stripped = held.replace(/<starttls\b[^>]*?(\/>|>.*?<\/starttls>)/s, '')
    return Buffer.from(stripped, 'latin1')
  }
}

function behindProceed(chunk: Buffer, injected: string): Buffer {
  const text = chunk.toString('latin1')
  const proceed = /<proceed\b[^>]*?(\/>|>\s*<\/proceed>)/.exec(text)
  if (proceed === null) return chunk
  const end = proceed.index + proceed[0].length
  return Buffer.concat([chunk.subarray(0, end), Buffer.from(injected), chunk.subarray(end)])
}

/** A TLS record starts with the content type 22 (handshake) and the version 3.x (RFC 8446, 5.1); XML holds neither. */
function beforeTls(bytes: Buffer): string {
  const start = bytes.indexOf(Buffer.from([0x16, 0x03]))
  return (start === -1 ? bytes : bytes.subarray(0, start)).toString('utf8')
}
