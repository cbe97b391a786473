/** A TCP proxy for one kind of thing: a network that breaks, each direction for itself. */
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

/** `up` from the client to the server. */
export type Direction = 'up' | 'down'

export interface FaultyConnection {
  /** What has passed to the client. */
  readonly passedDown: () => string
  /** What has passed to the server. */
  readonly passedUp: () => string
  readonly open: () => boolean
  /** What comes is kept back, and so is an end, until `release`. */
  hold(direction: Direction): void
  release(direction: Direction): void
  /** Bytes vanish from here on, and so does an end; what was kept back too. */
  lose(direction: Direction): void
  /** FIN in this direction; bytes behind it vanish. The other one goes on. */
  end(direction: Direction): void
  /** Ends both sides when so many more bytes have passed in that direction, the last of them too: amid a stanza. */
  cutAfter(bytes: number, direction: Direction): void
  /** The same when this text begins to pass: its first byte is the last that passes. */
  cutAt(text: string, direction: Direction): void
  /** Ends both sides now, each by a reset or by a FIN. */
  cut(how?: 'reset' | 'end'): void
  /** The client's side alone is reset; the server is not told. */
  abandon(): void
}

export interface FaultyProxy extends AsyncDisposable {
  readonly host: '127.0.0.1'
  readonly port: number
  /** The first one first. */
  readonly connections: readonly FaultyConnection[]
  /** Called with each new connection before anything has passed; replaces the one before. */
  onConnection(prepare: (connection: FaultyConnection) => void): void
  /** The newest connection that is open. */
  current(): FaultyConnection | undefined
  cutAll(): void
}

/** Starts a proxy on a free port of 127.0.0.1. */
export async function startFaultyProxy(target: { readonly host: string; readonly port: number }): Promise<FaultyProxy> {
  const connections: FaultyConnection[] = []
  const sockets = new Set<Socket>()
  let prepare = (_: FaultyConnection): void => {}
  const server = createServer({ allowHalfOpen: true }, client => {
    const upstream = connect({ ...target, allowHalfOpen: true })
    for (const socket of [client, upstream]) {
      socket.setNoDelay()
      socket.on('error', () => {})
      sockets.add(socket)
      socket.once('close', () => sockets.delete(socket))
    }
    const connection = join(client, upstream)
    connections.push(connection)
    prepare(connection)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    host: '127.0.0.1',
    port: address.port,
    connections,
    onConnection(next) {
      prepare = next
    },
    current: () => connections.findLast(connection => connection.open()),
    cutAll() {
      for (const connection of connections) connection.cut()
    },
    async [Symbol.asyncDispose]() {
      server.close()
      for (const socket of sockets) socket.destroy()
      if (server.listening) await once(server, 'close')
    },
  }
}

interface Way {
  mode: 'flowing' | 'held' | 'lost'
  held: (Buffer | 'end')[]
  left: number
  text: string | null
}

function join(client: Socket, upstream: Socket): FaultyConnection {
  const passed: Record<Direction, Buffer[]> = { up: [], down: [] }
  const ways: Record<Direction, Way> = { up: newWay(), down: newWay() }
  const targets: Record<Direction, Socket> = { up: upstream, down: client }
  let over = false

  function cut(how: 'reset' | 'end' = 'reset'): void {
    over = true
    for (const socket of [client, upstream]) {
      if (how === 'reset') socket.resetAndDestroy()
      socket.end(() => socket.destroy())
      socket.resume()
    }
  }

  function pass(direction: Direction, what: Buffer | 'end'): void {
    const way = ways[direction]
    const target = targets[direction]
    if (over || way.mode === 'lost') return
    if (way.mode === 'held') way.held.push(what)
    else if (what === 'end') target.end()
    else {
      const at = way.text === null ? -1 : what.indexOf(way.text)
      if (at >= 0) way.left = at + 1
      const bytes = what.subarray(0, way.left)
      way.left -= bytes.length
      passed[direction].push(bytes)
      if (target.writable) target.write(bytes)
      if (way.left > 0) return
      over = true
      // A reset takes with it what the system has not handed over yet.
      setImmediate(cut)
    }
  }

  client.on('data', chunk => pass('up', chunk))
  upstream.on('data', chunk => pass('down', chunk))
  client.on('end', () => pass('up', 'end'))
  upstream.on('end', () => pass('down', 'end'))
  client.on('close', () => {
    // One that was left alone in one direction only notices in the other.
    if (ways.up.mode === 'flowing') upstream.destroy()
  })
  upstream.on('close', () => {
    if (ways.down.mode === 'flowing') client.destroy()
  })

  return {
    passedDown: () => Buffer.concat(passed.down).toString(),
    passedUp: () => Buffer.concat(passed.up).toString(),
    open: () => !over && !client.destroyed,
    hold(direction) {
      if (ways[direction].mode === 'flowing') ways[direction].mode = 'held'
    },
    release(direction) {
      const way = ways[direction]
      if (way.mode !== 'held') return
      way.mode = 'flowing'
      for (const what of way.held.splice(0)) pass(direction, what)
    },
    lose(direction) {
      ways[direction].mode = 'lost'
      ways[direction].held = []
    },
    end(direction) {
      if (over) return
      ways[direction].mode = 'lost'
      targets[direction].end()
    },
    cutAfter(bytes, direction) {
      ways[direction].left = bytes
    },
    cutAt(text, direction) {
      ways[direction].text = text
    },
    cut,
    abandon() {
      over = true
      client.resetAndDestroy()
      client.destroy()
      ways.up.mode = 'lost'
    },
  }
}

function newWay(): Way {
  return { mode: 'flowing', held: [], left: Number.POSITIVE_INFINITY, text: null }
}
