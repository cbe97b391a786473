import { Duplex } from 'node:stream'
import type { Network } from '../core/ports/index.ts'
import { createPipe, type Pipe } from './pipe.ts'
import type { Scheduler } from './scheduler.ts'
import type { Trace } from './trace.ts'

/** Who learns that a connection is gone: both ends, none, one of the two; `end`: the server has said all it will say. */
export const cutKinds = ['reset', 'silent', 'program-unaware', 'server-unaware', 'end'] as const
export type CutKind = (typeof cutKinds)[number]

/** From the program to the server, or back. */
export type Direction = 'up' | 'down'

/** The server's end of a connection. */
export interface ServerEnd {
  /** @param through called when the program's socket has all of it */
  write(text: string, through?: () => void): void
  /** Ends both halves. */
  close(): void
  onData(listener: (bytes: Uint8Array) => void): void
  /** Calls back once, when the server learns that the connection is gone. */
  onClosed(listener: () => void): void
}

export interface Link {
  readonly number: number
  cut(kind: CutKind): void
  /** When so many more bytes have come through in this direction. */
  cutAfter(direction: Direction, bytes: number, kind: CutKind): void
  /** Nothing comes through for a while, and then all of it. */
  stall(direction: Direction, milliseconds: number): void
  /** Both ends hear each other. */
  readonly whole: boolean
}

export interface SimulatedNetwork {
  /** The network as one life of the program sees it; when `alive` is over it does nothing more. */
  portFor(isAlive: () => boolean): Network
  /** The newest connection that the program has opened. */
  link(): Link | null
  /** For the present connection where it is whole, else for the next one. */
  withLink(use: (link: Link) => void): void
  /** The program is gone, and the system closes what it had open. */
  closeAll(): void
  /** Nothing that was armed happens any more. */
  heal(): void
}

export interface NetworkOptions {
  readonly scheduler: Scheduler
  readonly random: () => number
  readonly trace: Trace
  /** Milliseconds that a packet is under way at least, and at most. */
  readonly delays: readonly [number, number]
  /** Whether packets arrive in pieces. */
  readonly fragments: boolean
  /** `silent`: nobody answers at all. */
  readonly serverState: () => 'up' | 'refusing' | 'silent'
  readonly accept: (end: ServerEnd) => void
  readonly onCut: (link: Link) => void
}

export function createNetwork(options: NetworkOptions): SimulatedNetwork {
  const { scheduler, random, trace, delays, fragments, serverState, accept } = options
  let count = 0
  let current: (Link & { readonly disarm: () => void; readonly closeProgram: () => void }) | null = null
  let waiting: ((link: Link) => void)[] = []
  const [least, most] = delays
  const delay = (): number => least + Math.floor(random() * (most - least + 1))

  function open(): Duplex {
    count += 1
    const number = count
    let data: (bytes: Uint8Array) => void = () => {}
    let closed: () => void = () => {}
    let serverTold = false
    /** Nothing of either end is missing; false also where the server has said all. */
    let whole = true
    let dead = false
    const tellServer = (): void => {
      if (serverTold) return
      serverTold = true
      closed()
    }
    const pipes: Record<Direction, Pipe> = {
      up: createPipe({ scheduler, delay, fragments, random, onBytes: bytes => data(bytes), onEnd: tellServer }),
      down: createPipe({
        ...{ scheduler, delay, fragments, random },
        onBytes: bytes => void stream.push(bytes),
        onEnd: () => void stream.push(null),
      }),
    }
    const stream = new Duplex({
      read() {},
      write(chunk: Uint8Array, _, done) {
        pipes.up.send(chunk)
        done()
      },
      final(done) {
        pipes.up.end()
        done()
      },
      destroy(error, done) {
        whole = false
        pipes.down.stop()
        pipes.up.end()
        done(error)
      },
    })
    // Between two owners an error must not end the simulation.
    stream.on('error', () => {})

    function cut(kind: CutKind): void {
      if (dead || (kind === 'end' && !whole)) return
      trace(`link ${number} cut: ${kind}`)
      whole = false
      options.onCut(link)
      if (kind === 'end') {
        pipes.down.cutShort()
        return
      }
      dead = true
      pipes.up.stop()
      pipes.down.stop()
      if (kind === 'reset' || kind === 'server-unaware') scheduler.after(delay(), () => stream.destroy(resetError()))
      if (kind === 'reset' || kind === 'program-unaware') scheduler.after(delay(), tellServer)
    }

    const link = {
      number,
      cut,
      cutAfter: (direction: Direction, bytes: number, kind: CutKind) =>
        // What the program has written gets lost only where the connection does.
        pipes[direction].limit(bytes, () => cut(direction === 'up' && kind === 'end' ? 'reset' : kind)),
      stall: (direction: Direction, milliseconds: number) => pipes[direction].hold(milliseconds),
      get whole() {
        return whole && !stream.destroyed
      },
      disarm() {
        pipes.up.disarm()
        pipes.down.disarm()
      },
      closeProgram: () => stream.destroy(),
    }
    current = link
    trace(`link ${number} open`)
    for (const use of waiting.splice(0)) use(link)
    accept({
      write(text, through) {
        if (!serverTold) pipes.down.send(Buffer.from(text), through)
      },
      close() {
        pipes.down.end()
        tellServer()
      },
      onData(listener) {
        data = bytes => {
          if (!serverTold) listener(bytes)
        }
      },
      onClosed(listener) {
        closed = listener
      },
    })
    return stream
  }

  return {
    portFor: isAlive => ({
      resolveService: () => Promise.reject(codedError('ENOTFOUND')),
      resolveAddress: () => Promise.reject(codedError('ENOTFOUND')),
      connect: (_address, _port, signal) =>
        new Promise((resolve, reject) => {
          const abort = (): void => reject(signal.reason)
          signal.addEventListener('abort', abort, { once: true })
          if (serverState() === 'silent') return
          scheduler.after(delay(), () => {
            if (!isAlive() || signal.aborted) return
            signal.removeEventListener('abort', abort)
            if (serverState() === 'up') resolve(open())
            else reject(codedError('ECONNREFUSED'))
          })
        }),
    }),
    link: () => current,
    withLink(use) {
      if (current?.whole === true) use(current)
      else waiting.push(use)
    },
    closeAll: () => current?.closeProgram(),
    heal() {
      waiting = []
      current?.disarm()
    },
  }
}

function codedError(code: string): Error {
  return Object.assign(new Error(code), { code })
}

const resetError = (): Error => codedError('ECONNRESET')
