import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { type AddressInfo, connect, createServer, type Server } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { afterEach, expect, it } from 'vitest'
import { sharedCertificates } from '../../e2e/servers/certificates.ts'
import { systemClock } from '../core/ports/index.ts'
import { createTestSession, outcomeOf } from '../testing/session-world.ts'
import { probeTls } from './probe-tls.ts'

const servers: Server[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) await new Promise(resolve => server.close(resolve))
})

async function listen(server: Server): Promise<number> {
  servers.push(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

/** A port for TLS alone that answers what is no handshake with these bytes (hex). */
async function tlsOnly(answer: string): Promise<number> {
  const { certificateFile, keyFile } = (await sharedCertificates('mired.org')).of('valid')
  const tls = createTlsServer({ cert: readFileSync(certificateFile), key: readFileSync(keyFile) })
  tls.on('tlsClientError', () => {})
  return listen(
    createServer(socket => {
      socket.on('error', () => {})
      socket.once('data', first => {
        if (first[0] !== 0x16) return socket.end(Buffer.from(answer, 'hex'))
        // Else it would flow away before TLS listens.
        socket.pause().unshift(first)
        return tls.emit('connection', socket)
      })
    }),
  )
}

it.each([
  ['nothing', ''],
  ['protocol_version', '15030100020246'],
  ['close_notify', '15030300020100'],
  ['unexpected_message', '1503030002020a'],
])('a port for direct TLS that answers our header with %s is known for what it is', async (_, answer) => {
  const port = await tlsOnly(answer)
  for (const [encryption, code] of [
    ['required', 'tls-failed'],
    ['disabled', 'tls-required-by-server'],
  ] as const) {
    await using test = createTestSession({ settings: { encryption, host: '127.0.0.1', port } })
    expect(outcomeOf(await test.attempt())).toBe(code)
  }
})

it('hears that it is called off', async () => {
  const port = await listen(createServer(socket => socket.on('error', () => {}).resume()))
  const connection = connect(port, '127.0.0.1')
  await once(connection, 'connect')
  const cancel = new AbortController()
  const answer = probeTls(connection, 'mired.org', systemClock, 60_000, cancel.signal)
  cancel.abort()
  expect(await answer).toBe(false)
  expect(connection.destroyed).toBe(true)
})
