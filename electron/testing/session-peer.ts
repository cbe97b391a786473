import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { TLSSocket } from 'node:tls'
import type { ServerCertificate } from '../../e2e/servers/certificates.ts'

/** The server's side of one connection, played by a test. */
export interface Peer {
  /** Waits until what the client has sent since the last call matches, and returns it. */
  expect(pattern: RegExp): Promise<string>
  send(text: string | Uint8Array): void
  /** Answers the client's stream header with one of ours and these features. */
  open(features: string, attributes?: string): Promise<void>
  /** Becomes the server of a TLS handshake. */
  startTls(certificate: ServerCertificate): Promise<void>
  end(): void
  reset(): void
  /** Everything the client has sent, before TLS in clear and after it decrypted. */
  readonly sent: string
  readonly closed: Promise<void>
}

export interface ScriptedServer extends AsyncDisposable {
  readonly port: number
  /** How many connections there have been. */
  readonly connections: readonly Peer[]
  /** Errors of the scripts; a test that expects none looks here. */
  readonly errors: readonly unknown[]
}

/** A server on a free port of 127.0.0.1 that does with each connection what the script says. */
export async function startScriptedServer(
  script: (peer: Peer, index: number) => Promise<void> | void,
): Promise<ScriptedServer> {
  const connections: Peer[] = []
  const errors: unknown[] = []
  const sockets: Socket[] = []
  const server = createServer({ allowHalfOpen: true }, socket => {
    const peer = createPeer(socket)
    sockets.push(socket)
    connections.push(peer)
    Promise.resolve(script(peer, connections.length - 1)).catch((error: unknown) => errors.push(error))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    port: address.port,
    connections,
    errors,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

/** A header of the domain that tests use. */
export const header = (attributes = "from='mired.org'"): string =>
  `<?xml version='1.0'?><stream:stream ${attributes} id='1' version='1.0' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>`

export const features = {
  startTls: "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>",
  startTlsRequired: "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'><required/></starttls>",
  mechanisms: (...names: readonly string[]): string =>
    `<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>${names.map(name => `<mechanism>${name}</mechanism>`).join('')}</mechanisms>`,
  bind: "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/>",
} as const

export const proceed = "<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>"
export const success = "<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>"

/** Lets a client in that uses PLAIN: from the header to the answer to its binding, and `more` in the same packet. */
export async function letIn(peer: Peer, more = ''): Promise<void> {
  await peer.open(features.mechanisms('PLAIN'))
  await peer.expect(/<auth[^>]*>[^<]*<\/auth>/)
  peer.send(success)
  await peer.open(features.bind)
  await bind(peer, more)
}

/** Answers a client's binding. */
export async function bind(peer: Peer, more = ''): Promise<void> {
  const request = await peer.expect(/<iq.*<\/iq>/)
  const id = /id="([^"]*)"/.exec(request)?.[1] ?? ''
  peer.send(
    `<iq type='result' id='${id}'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><jid>ana@mired.org/test</jid></bind></iq>${more}`,
  )
}

function createPeer(raw: Socket): Peer {
  let socket: Duplex = raw
  let sent = ''
  let looked = 0
  let waiting: (() => void) | null = null
  const listen = (connection: Duplex): void => {
    connection.on('error', () => {})
    connection.on('data', (data: Buffer) => {
      sent += data.toString('utf8')
      waiting?.()
    })
  }
  listen(raw)
  const closed = new Promise<void>(resolve => raw.once('close', () => resolve()))

  const peer: Peer = {
    async expect(pattern) {
      for (;;) {
        const fresh = sent.slice(looked)
        const found = pattern.exec(fresh)
        if (found !== null) {
          looked += found.index + found[0].length
          return fresh.slice(0, found.index + found[0].length)
        }
        const more = new Promise<void>(resolve => {
          waiting = resolve
        })
        await Promise.race([more, closed.then(() => Promise.reject(new Error(`closed while waiting for ${pattern}`)))])
      }
    },
    send: text => void socket.write(text),
    async open(offered, attributes) {
      await peer.expect(/<stream:stream[^>]*>/)
      peer.send(`${header(attributes)}<stream:features>${offered}</stream:features>`)
    },
    async startTls(certificate) {
      raw.removeAllListeners('data')
      const tls = new TLSSocket(raw, {
        isServer: true,
        cert: readFileSync(certificate.certificateFile),
        key: readFileSync(certificate.keyFile),
      })
      listen(tls)
      socket = tls
      await once(tls, 'secure')
    },
    end: () => void socket.end(),
    reset: () => void raw.resetAndDestroy(),
    get sent() {
      return sent
    },
    closed,
  }
  return peer
}
