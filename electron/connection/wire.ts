import { EventEmitter } from 'node:events'
import type { Duplex } from 'node:stream'
import { lostConnection, type Place } from './failures.ts'

/** The connection as the library wants a socket to be; released without a trace. */
export interface Wire extends EventEmitter {
  readonly secure: boolean
  write(text: string, done: (error?: Error | null) => void): void
  end(): void
  /** It may be that nothing has to be waited for any more. */
  goOn(): void
  release(): void
}

/** Milliseconds that a flood may keep everything else waiting: Node reads on while there is something to read. */
const longestTurn = 20

/** @param isBusy whether to wait before more is read, with that many bytes not sent yet */
export function createWire(
  connection: Duplex,
  secure: boolean,
  place: Place,
  isBusy: (unsent: number) => boolean,
): Wire {
  const wire = new EventEmitter()
  // The library stops listening when the connection closes; an error after that must not end the program.
  wire.on('error', () => {})
  let waiting = false
  let released = false
  /** When the reading of this turn of the event loop began. */
  let turn: number | null = null
  const isTooLong = (): boolean => turn !== null && performance.now() - turn > longestTurn
  const onData = (data: Uint8Array): void => {
    if (turn === null) {
      turn = performance.now()
      setImmediate(() => {
        turn = null
        goOn()
      })
    }
    wire.emit('data', data)
    if (waiting || released || !(isTooLong() || isBusy(connection.writableLength))) return
    waiting = true
    connection.pause()
  }
  const goOn = (): void => {
    if (!waiting || released || isTooLong() || isBusy(connection.writableLength)) return
    waiting = false
    connection.resume()
  }
  const onError = (error: Error): boolean => wire.emit('error', lostConnection(place, error))
  // The other side may end its half and wait for ours; there is nothing left to read then.
  const onEnd = (): boolean => wire.emit('close')
  connection.on('data', onData)
  connection.on('drain', goOn)
  connection.on('error', onError)
  connection.on('close', onEnd)
  connection.on('end', onEnd)
  return Object.assign(wire, {
    secure,
    write: (text: string, done: (error?: Error | null) => void) => void connection.write(text, done),
    end: () => void connection.end(),
    goOn,
    release() {
      released = true
      connection.pause()
      connection.off('data', onData)
      connection.off('drain', goOn)
      connection.off('error', onError)
      connection.off('close', onEnd)
      connection.off('end', onEnd)
    },
  })
}
