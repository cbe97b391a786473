import { once } from 'node:events'
import { connect } from 'node:net'
import { setImmediate } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../../core/ports/index.ts'
import { exchange } from './exchange.ts'

/** Answers what has begun to come when it is told to, resets the connection, and only then says so. */
const server = `
  const { parentPort, workerData } = require('node:worker_threads')
  const server = require('node:net').createServer(socket => {
    socket.on('error', () => {})
    socket.once('data', () => {
      socket.pause()
      Atomics.wait(workerData, 1, 0, 10_000)
      socket.write('HTTP/1.1 413 Too Large\\r\\nContent-Length: 0\\r\\nConnection: close\\r\\n\\r\\n', () => {
        socket.resetAndDestroy()
        Atomics.store(workerData, 0, 1)
        Atomics.notify(workerData, 0)
      })
    })
  })
  server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port))
`

test('what a server has said before it closed is heard, also where more is written before it is read', {
  timeout: 60_000,
}, async () => {
  const flags = new Int32Array(new SharedArrayBuffer(8))
  const worker = new Worker(server, { eval: true, workerData: flags })
  onTestFinished(async () => void (await worker.terminate()))
  const [port] = (await once(worker, 'message')) as [number]
  const connection = connect(port, '127.0.0.1')
  connection.on('error', () => {})
  await once(connection, 'connect')
  const piece = new Uint8Array(1000)
  async function* body() {
    yield piece
    while (connection.bytesWritten === 0 || connection.writableLength > 0) await setImmediate()
    // Nothing is read meanwhile.
    Atomics.store(flags, 1, 1)
    Atomics.notify(flags, 1)
    expect(Atomics.wait(flags, 0, 0, 10_000)).not.toBe('timed-out')
    for (let count = 0; count < 9; count++) yield piece
  }
  const url = new URL(`http://127.0.0.1:${port}/a`)
  const ask = { method: 'PUT', url, headers: [], body: { size: 10_000, bytes: body() } } as const
  const { signal } = new AbortController()
  const place = { domain: '127.0.0.1', host: '127.0.0.1', port }
  const answer = await exchange(connection, ask, { clock: systemClock, stall: 30_000, signal, place })
  expect(answer.statusCode).toBe(413)
  answer.destroy()
  connection.destroy()
})
